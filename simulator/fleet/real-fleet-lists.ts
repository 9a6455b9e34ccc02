import {
  instancesDocument,
  managedDocument,
  type RealInstance,
  type RealManagedInstance,
  readDocument,
} from './real-fleet-schema.ts';
import { type FleetFile, type Reading, readJson } from './real-fleet-text.ts';

/** The number of ids that a note lists before it says "and more". */
const NAMED_MAX = 3;

/** A file's name, for messages, and its bytes as they are on disk. */
type NamedBytes = Pick<FleetFile, 'name' | 'bytes'>;

/** The content of a file with the output of `aws ec2 describe-instances`. */
export interface RealInstances {
  /** The ids of all instances in the file, in any state. */
  readonly ids: ReadonlySet<string>;
  /** The instances that are pending or running. There is at least one. */
  readonly running: readonly RealInstance[];
  /** The number of instances in each other state. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

/**
 * Reads the instances. Refuses a file without a running or pending instance, and a file that names an instance twice.
 */
export function readInstances({ name, bytes }: NamedBytes): Reading<RealInstances> {
  const file: FleetFile = { name, bytes, command: 'aws ec2 describe-instances' };
  const json = readJson(file);
  if (!json.ok) return json;
  const document = readDocument(file, json.value, instancesDocument, 'Reservations');
  if (!document.ok) return document;
  const placed = document.value.Reservations.flatMap((reservation, outer) =>
    reservation.Instances.map((instance, inner) => ({
      id: instance.InstanceId,
      path: `Reservations[${outer}].Instances[${inner}].InstanceId`,
      instance,
    })),
  );
  const duplicate = findDuplicate(name, placed);
  if (duplicate !== undefined) return { ok: false, problem: duplicate };

  const all = placed.map(({ instance }) => instance);
  const running = all.filter(isUp);
  const skipped = countStates(all.filter((instance) => !isUp(instance)));
  const states = Object.entries(skipped).map(([state, count]) => `${count} ${state}`);
  if (running.length === 0) {
    const received = states.length === 0 ? 'no instance at all' : states.join(', ');
    const problem = `${name}: received ${received}; allowed: at least one instance that is running or pending`;
    return { ok: false, problem };
  }
  const notes = [
    ...(states.length === 0 ? [] : [`${name}: left out what does not run: ${states.join(', ')}`]),
    ...partialNotes(name, document.value.NextToken),
  ];
  return { ok: true, value: { ids: new Set(all.map(({ InstanceId: id }) => id)), running, skipped, notes } };
}

/** The content of a file with the output of `aws ssm describe-instance-information`. */
export interface RealManagedInstances {
  readonly byId: ReadonlyMap<string, RealManagedInstance>;
  readonly notes: readonly string[];
}

/** Reads the managed instances. Notes name hybrid nodes and instances that are not in `instances`. */
export function readManaged(
  { name, bytes }: NamedBytes,
  instances: { readonly name: string; readonly ids: ReadonlySet<string> },
): Reading<RealManagedInstances> {
  const file: FleetFile = { name, bytes, command: 'aws ssm describe-instance-information' };
  const json = readJson(file);
  if (!json.ok) return json;
  const document = readDocument(file, json.value, managedDocument, 'InstanceInformationList');
  if (!document.ok) return document;
  const list = document.value.InstanceInformationList;
  const placed = list.map(({ InstanceId: id }, index) => ({
    id,
    path: `InstanceInformationList[${index}].InstanceId`,
  }));
  const duplicate = findDuplicate(name, placed);
  if (duplicate !== undefined) return { ok: false, problem: duplicate };

  const ids = placed.map(({ id }) => id);
  const hybrid = ids.filter((id) => id.startsWith('mi-'));
  const unknown = ids.filter((id) => !id.startsWith('mi-') && !instances.ids.has(id));
  const notes = [
    ...leftOut(name, hybrid, 'hybrid nodes, which EC2 does not know'),
    ...leftOut(name, unknown, `instances that are not in ${instances.name}`),
    ...partialNotes(name, document.value.NextToken),
  ];
  return { ok: true, value: { byId: new Map(list.map((entry) => [entry.InstanceId, entry])), notes } };
}

function isUp({ State: { Name: state } }: RealInstance): boolean {
  return state === 'running' || state === 'pending';
}

function countStates(instances: readonly RealInstance[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { State: state } of instances) counts[state.Name] = (counts[state.Name] ?? 0) + 1;
  return counts;
}

function findDuplicate(file: string, placed: readonly { id: string; path: string }[]): string | undefined {
  const pathById = new Map<string, string>();
  for (const { id, path } of placed) {
    const earlier = pathById.get(id);
    if (earlier !== undefined)
      return `${file}: ${path}: received ${id}, which ${earlier} has already; allowed: each id once`;
    pathById.set(id, path);
  }
  return undefined;
}

/** The CLI reads all pages by default. A token means that it was told to stop early. */
function partialNotes(file: string, nextToken: string | null | undefined): string[] {
  return nextToken ? [`${file}: has a NextToken, so there is more; write it again without --max-items`] : [];
}

function leftOut(file: string, ids: readonly string[], what: string): string[] {
  if (ids.length === 0) return [];
  const named = ids.slice(0, NAMED_MAX).join(', ');
  return [`${file}: left out ${ids.length} ${what}: ${named}${ids.length > NAMED_MAX ? ' and more' : ''}`];
}
