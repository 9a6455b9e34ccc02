import { createFleet } from '../../../lambdas/shared/clients/fleet/fleet-client.ts';
import { createManagedInstances } from '../../../lambdas/shared/clients/fleet/managed-instances.ts';
import { createPulseStore } from '../../../lambdas/shared/clients/roster/pulse-client.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import type { Log } from '../../../lambdas/shared/runtime/log.ts';
import type { ClientSettings } from '../../account/connection.ts';
import type { Deployed } from '../../account/deployment.ts';
import { namedFunctions, readVariables } from '../../account/function-variables.ts';
import { refuse } from '../../account/refusal.ts';
import { readRoster } from '../../account/roster-reader.ts';
import type { Fleet, KnownFleet } from './known-fleet.ts';
import type { Environments } from './two-settings.ts';

/** Where the clients' log goes: a command has none. */
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A fleet, and the entries in a form that this version does not know. */
export interface ReadFleet {
  readonly fleet: Fleet;
  readonly unreadable: readonly string[];
}

/**
 * What the deployed functions decide by, as Lambda has it.
 * @throws UsageError when a call fails, or the deployed version does not name its functions.
 */
export async function readEnvironments(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'functionNames'>,
): Promise<Environments> {
  const names = namedFunctions(deployed);
  const [onboard, sweep] = await Promise.all([
    readVariables(settings, names.onboard),
    readVariables(settings, names.sweep),
  ]);
  return { onboard, sweep };
}

/** What EC2 and the roster say now. @throws UsageError when a call fails. */
export async function readFleet(
  settings: ClientSettings,
  { rosterTableName }: Deployed,
  nowMs: number,
): Promise<ReadFleet> {
  const [{ DynamoDBClient }, { EC2Client }] = await Promise.all([
    import('@aws-sdk/client-dynamodb'),
    import('@aws-sdk/client-ec2'),
  ]);
  const pulses = createPulseStore(rosterTableName, new DynamoDBClient(settings));
  // The roster comes first, as in the sweep: an instance that starts meanwhile is then known to EC2.
  const { entries, unreadable } = await readEntries(settings, rosterTableName);
  const [instances, { createdAtMs, pulse }] = await Promise.all([
    createFleet(silent, new EC2Client(settings))
      .describeAll()
      .catch((error: unknown) => refuse('ec2:DescribeInstances', error)),
    pulses.read().catch((error: unknown) => refuse('dynamodb:DescribeTable', error)),
  ]);
  // Nobody can move an entry that cannot be read, so nothing is planned for its instance.
  for (const id of unreadable) instances.delete(id);
  const deployedAtMs = Math.min(createdAtMs, pulse?.firstAtMs ?? createdAtMs);
  const stopped = [...instances.values()].filter(({ state }) => state.startsWith('stop')).length;
  return { fleet: { instances, entries, stopped, deployedAtMs, nowMs }, unreadable };
}

/** Adds what Systems Manager says of some instances. @throws UsageError when a call fails. */
export async function askSystemsManager(
  settings: ClientSettings,
  fleet: Fleet,
  instanceIds: readonly string[],
): Promise<KnownFleet> {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  // Of a large fleet these are hundreds of calls, and Systems Manager throttles some.
  const client = new SSMClient({ ...settings, maxAttempts: 10 });
  const managed = await createManagedInstances(client)
    .describe(instanceIds)
    .catch((error: unknown) => refuse('ssm:DescribeInstanceInformation', error));
  return { ...fleet, managed };
}

async function readEntries(settings: ClientSettings, tableName: string) {
  const entries = new Map<string, RosterEntry>();
  const unreadable: string[] = [];
  for await (const page of readRoster(settings, tableName)) {
    for (const entry of page)
      if (typeof entry === 'string') unreadable.push(entry);
      else entries.set(entry.instanceId, entry);
  }
  return { entries, unreadable };
}
