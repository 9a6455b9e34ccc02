import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sdkSettings } from 'local-cloud';
import { beforeEach, describe, expect, it } from 'vitest';
import { createRolloutDesk, type RolloutDesk } from '../../lambdas/shared/clients/rollout/rollout-desk.ts';
import { capsOver } from '../../lambdas/shared/domain/rollout/caps.ts';
import type { RolloutPlan } from '../../lambdas/shared/domain/rollout/rollout-state.ts';
import { planWaves, sizesOf } from '../../lambdas/shared/domain/rollout/wave-plan.ts';
import { newVersion } from '../../simulator/rollouts/new-version.ts';
import { type Application, specOf, startApplication } from './application.ts';

const document = 'Muster-InstallAgentLinux';
let application: Application;
let desk: RolloutDesk;

beforeEach(async () => {
  application = await startApplication();
  desk = createRolloutDesk(application.rosterTableName, new DynamoDBClient(sdkSettings(application.cloud)));
});

async function startRollout(
  ids: readonly string[],
  version: string,
  changes: Partial<RolloutPlan> = {},
): Promise<RolloutPlan> {
  const members = planWaves(
    ids.map((instanceId) => ({ instanceId, zone: 'us-east-1a' })),
    [1, '50%', '100%'],
  );
  const plan: RolloutPlan = {
    ...{ rolloutId: 'r1', startedAt: application.cloud.timeline.nowMs, startedBy: 'somebody' },
    ...{ versions: { [document]: version }, previous: { [document]: '1' }, waveSizes: sizesOf(members) },
    gate: { failedPercentMax: 0, bakeSeconds: 600 },
    caps: capsOver(members, { all: 50, group: '100%', zone: '100%' }),
    windows: [],
    ...changes,
  };
  expect(await desk.start(plan, members)).toBe('Started');
  return plan;
}

const versions = () => [...application.roster().values()].map((entry) => entry['documentVersion']);
const latest = async () => (await desk.list())[0]?.progress;

describe('a roll-out', () => {
  it('brings a new version to what is onboarded, wave by wave', async () => {
    const ids = launch(8);
    await application.pass(15);
    await startRollout(ids, await newVersion(application.cloud, document));
    await application.pass(17);
    expect(versions().filter((version) => version === '2')).toHaveLength(1);
    await application.pass(300);
    expect(await latest()).toMatchObject({ status: 'done', reason: 'Completed', counts: { done: 8 } });
    expect(versions()).toEqual(ids.map(() => '2'));
    expect(application.lines('ssm.command')).toHaveLength(2 + 3);
    expect(application.cloud.observations.deniedCalls).toBe(0);
  });
});

function launch(count: number): readonly string[] {
  const specs = Array.from({ length: count }, () => specOf('amazonLinux2023'));
  return application.cloud.ec2.fleet.launch(specs).map(({ id }) => id);
}
