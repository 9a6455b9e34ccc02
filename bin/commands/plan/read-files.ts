import { isRecord } from 'local-cloud';
import { type Item, readItem } from '../../../lambdas/shared/clients/roster/roster-item.ts';
import type { Instance, ManagedInstance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../../../lambdas/shared/runtime/contract.ts';
import type { RealInstance, RealManagedInstance } from '../../../simulator/rehearsal/input/cli-forms.ts';
import { entriesOf, MORE } from '../../../simulator/rehearsal/input/entries-of.ts';
import { readFleetList } from '../../../simulator/rehearsal/input/fleet-list.ts';
import { InputError, type InputFile } from '../../../simulator/rehearsal/input/input-file.ts';
import { moreNote } from '../../../simulator/rehearsal/input/left-out.ts';
import { readManagedList } from '../../../simulator/rehearsal/input/managed-list.ts';
import { readItems } from '../../../simulator/rehearsal/input/read-items.ts';
import { openFile, refuseStdinTwice } from '../rehearse/rehearsal-files.ts';
import type { KnownFleet } from './known-fleet.ts';
import type { Environments } from './two-settings.ts';

/** The files that stand for an account. */
export interface PlanFiles {
  readonly instances: readonly InputFile[];
  readonly managed: readonly InputFile[];
  readonly roster: readonly InputFile[];
  readonly deployed: readonly InputFile[];
}

/** What the files say. Each note is one line. */
export interface ReadFiles {
  readonly known: KnownFleet;
  readonly environments: Environments;
  readonly unreadable: readonly string[];
  readonly notes: readonly string[];
}

type FileNames = { readonly [Name in keyof PlanFiles]?: readonly string[] };

/** Opens the files. @throws UsageError when a file is not there, or stdin is asked for twice. */
export function openPlanFiles({
  instances = [],
  managed = [],
  roster = [],
  deployed = [],
}: FileNames): PlanFiles {
  refuseStdinTwice([instances, managed, roster, deployed].flat());
  return {
    instances: instances.map((name) => openFile(name, 'aws ec2 describe-instances')),
    managed: managed.map((name) => openFile(name, 'aws ssm describe-instance-information')),
    roster: roster.map((name) => openFile(name, 'aws dynamodb scan')),
    deployed: deployed.map((name) => openFile(name, 'aws lambda get-function-configuration')),
  };
}

/** Reads the files of a plan. @throws InputError with one line that names the file and what is allowed. */
export async function readPlanFiles(files: PlanFiles, nowMs: number): Promise<ReadFiles> {
  const environments = await readEnvironmentFiles(files.deployed);
  const fleet = await readFleetList(files.instances);
  const managed = await readManagedList(files.managed, fleet);
  const roster = await readRosterFiles(files.roster);
  const unreadable = new Set(roster.unreadable);
  const instances = fleet.running
    .map(({ instance }) => toInstance(instance))
    .filter(({ instanceId }) => !unreadable.has(instanceId));
  const nodes = [...managed.byId.values()].flatMap(toManaged);
  return {
    known: {
      instances: new Map(instances.map((instance) => [instance.instanceId, instance])),
      managed: new Map(nodes.map((node) => [node.instanceId, node])),
      entries: roster.entries,
      stopped: (fleet.skipped['stopped'] ?? 0) + (fleet.skipped['stopping'] ?? 0),
      deployedAtMs: roster.firstAtMs ?? nowMs,
      nowMs,
    },
    environments,
    unreadable: roster.unreadable,
    notes: [...fleet.notes, ...managed.notes, ...roster.notes],
  };
}

function toInstance({
  InstanceId,
  State,
  LaunchTime,
  Tags,
  Operator,
  InstanceLifecycle,
}: RealInstance): Instance {
  return {
    instanceId: InstanceId,
    state: State.Name,
    launchedAtMs: Date.parse(LaunchTime ?? '') || 0,
    tags: Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    ...(Operator?.Managed ? { operator: Operator.Principal ?? 'an AWS service' } : {}),
    ...(InstanceLifecycle === 'spot' ? { isSpot: true } : {}),
  };
}

function toManaged(node: RealManagedInstance): ManagedInstance[] {
  const { InstanceId: instanceId, PingStatus, PlatformType: platformType, PlatformName, AgentVersion } = node;
  if (platformType === undefined || platformType === null) return [];
  const platformName = PlatformName ?? platformType;
  const isOnline = PingStatus === 'Online';
  const told = { instanceId, isOnline, platformType, platformName };
  return [
    AgentVersion === undefined || AgentVersion === null ? told : { ...told, agentVersion: AgentVersion },
  ];
}

async function readRosterFiles(files: readonly InputFile[]) {
  const entries = new Map<string, RosterEntry>();
  const unreadable: string[] = [];
  const notes: string[] = [];
  let firstAtMs: number | undefined;
  for (const file of files) {
    for await (const placed of entriesOf(file, { list: 'Items' })) {
      if (placed === MORE) {
        notes.push(moreNote(file.name));
        continue;
      }
      const item = toItem(placed.value);
      const id = item[rosterKeys.partitionKey]?.S;
      if (id === undefined)
        throw new InputError(
          `${file.name}: ${placed.place} is no item of the roster; allowed: what \`${file.command}\` prints`,
        );
      const entry = readItem(item);
      if (id === rosterKeys.pulse) firstAtMs = Number(item['firstAtMs']?.N);
      else if (entry === undefined) unreadable.push(id);
      else entries.set(id, entry);
    }
  }
  return { entries, unreadable, notes, firstAtMs };
}

/** The texts and numbers of an item. An entry has nothing else. */
function toItem(value: unknown): Item {
  const item: Record<string, Item[string]> = {};
  for (const [name, attribute] of Object.entries(isRecord(value) ? value : {})) {
    if (!isRecord(attribute)) continue;
    const { S, N } = attribute;
    if (typeof S === 'string') item[name] = { S };
    else if (typeof N === 'string') item[name] = { N };
  }
  return item;
}

async function readEnvironmentFiles(files: readonly InputFile[]): Promise<Environments> {
  const found: Partial<Record<keyof Environments, Record<string, string>>> = {};
  for (const file of files) {
    for await (const { value } of readItems(file)) {
      const variables = variablesIn(value);
      if ('MUSTER_MISSING_AFTER_SECONDS' in variables) found.sweep = variables;
      // The sweep has the versions too. Only who onboards has a lease.
      if ('MUSTER_CLAIM_LEASE_SECONDS' in variables) found.onboard = variables;
    }
  }
  const { onboard, sweep } = found;
  if (onboard !== undefined && sweep !== undefined) return { onboard, sweep };
  const name = files.map((file) => file.name).join(', ');
  const what = onboard === undefined ? 'onboard' : 'sweep';
  throw new InputError(
    `${name}: lacks the settings of the function ${what}; allowed: what \`${files[0]?.command}\` prints for both functions`,
  );
}

function variablesIn(value: unknown): Record<string, string> {
  const environment = isRecord(value) && isRecord(value['Environment']) ? value['Environment'] : {};
  const variables = isRecord(environment['Variables']) ? environment['Variables'] : {};
  return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, String(text)]));
}
