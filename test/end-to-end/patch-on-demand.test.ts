import { readFileSync } from 'node:fs';
import {
  GetAutomationExecutionCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SSMClient,
  StartAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { sdkSettings, succeedingScript } from 'local-cloud';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RunbookBench, runbookBench } from '../lib/capabilities/remediation/runbook-bench.ts';

let bench: RunbookBench;
let ssm: SSMClient;
beforeAll(async () => {
  bench = await runbookBench();
  ssm = new SSMClient(sdkSettings(bench.cloud));
});

const hour = { ...succeedingScript, durationSeconds: { min: 3600, max: 3600 } };
const ofCluster = { 'aws:elasticmapreduce:job-flow-id': 'j-1' };
const sent = async (ids: readonly string[]) => {
  const { CommandInvocations: all = [] } = await ssm.send(
    new ListCommandInvocationsCommand({ Details: true }),
  );
  return all.filter(({ InstanceId: id = '' }) => ids.includes(id));
};

describe('the runbook PatchInstance', () => {
  it('that is stopped cancels its command, and the script on the node is killed', async () => {
    const { id: InstanceId } = await bench.launch({ script: hour });
    const execution = await bench.start('PatchInstance', { InstanceId, Operation: 'Install' });
    await bench.cloud.pass(600);
    expect(await sent([InstanceId])).toMatchObject([{ Status: 'InProgress' }]);
    await bench.stop(execution);
    await bench.cloud.pass(60);
    const [invocation] = await sent([InstanceId]);
    expect(invocation).toMatchObject({ DocumentName: 'AWS-RunPatchBaseline', Status: 'Cancelled' });
    const linux = invocation?.CommandPlugins?.find(({ Name }) => Name === 'PatchLinux');
    expect(linux).toMatchObject({ Status: 'Cancelled', ResponseCode: 137 });
  });

  it('over a patch group, as the guide writes it, installs one set of patches, and nothing on EMR', async () => {
    const guide = readFileSync('docs/estate/patching.md', 'utf8');
    const [, targets = '', parameters = ''] =
      /Muster-PatchInstance [^`]*--targets (\S+) [^`]*--parameters (\S+)/.exec(guide) ?? [];
    expect(targets).toBe('Key=tag:PatchGroup,Values=web');
    expect(parameters).toBe('Operation=Install,SnapshotId=$(uuidgen)');
    const SnapshotId = '11111111-2222-4333-8444-555555555555';
    const tags = { PatchGroup: 'web' };
    const nodes = [await bench.launch({ tags }), await bench.launch({ tags })];
    const cluster = await bench.launch({ tags: { ...tags, ...ofCluster } });
    const { AutomationExecutionId } = await ssm.send(
      new StartAutomationExecutionCommand({
        ...{ DocumentName: 'Muster-PatchInstance', TargetParameterName: 'InstanceId', MaxErrors: '5' },
        Targets: [{ Key: 'tag:PatchGroup', Values: ['web'] }],
        Parameters: { Operation: ['Install'], SnapshotId: [SnapshotId] },
      }),
    );
    await bench.cloud.pass(3600);
    const { AutomationExecution: parent } = await ssm.send(
      new GetAutomationExecutionCommand({ AutomationExecutionId }),
    );
    expect(parent?.StepExecutions?.map(({ StepStatus }) => StepStatus)).toEqual([
      'Success',
      'Success',
      'Failed',
    ]);
    const ids = nodes.map(({ id }) => id);
    expect((await sent([...ids, cluster.id])).map(({ InstanceId }) => InstanceId).sort()).toEqual(ids.sort());
    const { Commands = [] } = await ssm.send(new ListCommandsCommand({}));
    const snapshots = Commands.map(({ Parameters }) => Parameters?.['SnapshotId']?.[0]);
    expect(snapshots.filter((each) => each === SnapshotId)).toHaveLength(2);
  });
});
