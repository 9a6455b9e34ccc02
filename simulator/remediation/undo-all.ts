import { type DeployedStack, type LocalCloud, Random, updateStack } from 'local-cloud';
import { changeProperties } from '../run/change-properties.ts';
import { declaredIn, isOfCapability, recordOf } from '../run/declared-resources.ts';
import type { Launched } from '../run/run-workload.ts';
import { simulatedGroup } from './example-remediation.ts';
import { type RunbookStart, startRunbook, stopExecution } from './start-runbook.ts';

/** What is to be undone, and where. */
interface Undoing {
  readonly cloud: LocalCloud;
  readonly stacks: readonly DeployedStack[];
  readonly seed: number;
  readonly launched: readonly Launched[];
}

/** The longest that a runbook of Muster waits, and a while. */
const runbookMsMax = 2 * 3_600_000;
/** Systems Manager starts one execution a second. */
const startEveryMs = 1_200;
const roundMs = 10 * 60_000;
/** In the first rounds, a share of the inverses is stopped on its way. */
const rounds = [{ stopProbability: 0.5 }, { stopProbability: 0.3 }, { stopProbability: 0 }] as const;
const stopMsMax = 6_000;

/**
 * Takes back what runbooks have done, as docs/estate/remediation.md says: the rules and triggers go first, then the inverses
 * are started for what the records name. Some are stopped on their way, and started again.
 */
export async function undoAll(undoing: Undoing): Promise<void> {
  const { cloud, seed } = undoing;
  await withdrawRules(undoing);
  await pass(cloud, runbookMsMax);
  const random = Random.stream(seed, 'undo');
  for (const { stopProbability } of rounds) {
    for (const start of inversesFor(undoing)) {
      const executionId = startRunbook(cloud, start);
      const isStopped = random.chance(stopProbability);
      const stopMs = random.integer(0, stopMsMax);
      if (executionId !== undefined && isStopped)
        cloud.timeline.after(stopMs, () => stopExecution(cloud, executionId));
      await pass(cloud, startEveryMs);
    }
    await pass(cloud, roundMs);
  }
}

async function pass(cloud: LocalCloud, forMs: number): Promise<void> {
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + forMs });
}

/** The inverses of what is recorded: on instances in their tags, on roles too. */
function inversesFor({ cloud, launched }: Undoing): readonly RunbookStart[] {
  const onInstances = launched.flatMap(({ instance }) => {
    if (instance.state === 'terminated' || instance.state === 'shutting-down') return [];
    const tags = instance.tags(cloud.timeline.nowMs);
    const { id: InstanceId } = instance;
    return [
      ...('muster:attached-profile' in tags ? [['DetachInstanceProfile', {}] as const] : []),
      ...('muster:imds-tokens-before' in tags ? [['RestoreImdsv1', {}] as const] : []),
      ...(tags['PatchGroup'] === simulatedGroup
        ? [['LeavePatchGroup', { PatchGroup: simulatedGroup }] as const]
        : []),
    ].map(([runbook, parameters]) => ({ runbook, parameters: { InstanceId, ...parameters } }));
  });
  const onRoles = cloud.iam.directory.roles
    .filter(({ tags }) => tags.has('muster:granted-policy'))
    .map(({ roleName: RoleName }) => ({ runbook: 'RevokeInstanceAccess', parameters: { RoleName } }));
  const release = { runbook: 'ReleaseFleetRoles', parameters: { DryRun: 'false' } };
  return [...onInstances, ...onRoles, release];
}

/** Deploys without automatic remediation, and with triggers that hear nothing. */
async function withdrawRules({ cloud, stacks }: Undoing): Promise<void> {
  for (const stack of stacks) {
    if (!isOfCapability(stack.source, ['remediation'])) continue;
    const changes = declaredIn(stack.source).flatMap(
      ({ logicalId, type, properties }): [string, object][] => {
        if (type === 'AWS::Events::Rule') return [[logicalId, { ...properties, State: 'DISABLED' }]];
        const isAutomatic =
          type === 'AWS::Config::RemediationConfiguration' && properties['Automatic'] === true;
        return isAutomatic ? [[logicalId, onRequest(properties)]] : [];
      },
    );
    const outcome = await updateStack(cloud, stack, changeProperties(stack.source, changes));
    if (outcome.status !== 'UPDATE_COMPLETE') throw new Error(`The deployment ended as ${outcome.status}.`);
  }
}

function onRequest(properties: Readonly<Record<string, unknown>>): object {
  const { MaximumAutomaticAttempts: _, RetryAttemptSeconds: __, ...others } = recordOf(properties);
  return { ...others, Automatic: false };
}
