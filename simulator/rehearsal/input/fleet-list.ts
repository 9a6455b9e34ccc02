import { checkEntry, instanceForm, type RealInstance } from './cli-forms.ts';
import { entriesOf, MORE } from './entries-of.ts';
import { InputError, type InputFile } from './input-file.ts';
import { LeftOut, listIds, moreNote } from './left-out.ts';

/** An instance of a file, and the account that owns it, if the file says so. */
export interface ListedInstance {
  readonly instance: RealInstance;
  readonly ownerId: string | undefined;
}

/** The content of the files with the output of `aws ec2 describe-instances`. */
export interface FleetList {
  /** The names of the files, for messages. */
  readonly name: string;
  /** The ids of all instances, in any state. */
  readonly ids: ReadonlySet<string>;
  /** The instances that are pending or running. */
  readonly running: readonly ListedInstance[];
  /** The number of instances in each other state. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

const form = { list: 'Reservations', group: 'Instances' } as const;

/**
 * Reads the instances of all files. An entry that is not an instance is left out, with a note that names its place. An
 * instance that is there twice counts once, as it is in the later place.
 * @throws InputError when a file cannot be read, or there is no instance at all.
 */
export async function readFleetList(files: readonly InputFile[]): Promise<FleetList> {
  const notes: string[] = [];
  const running = new Map<string, ListedInstance>();
  const stateOf = new Map<string, string>();
  const twice = new Set<string>();
  const wrong = new LeftOut();
  for (const file of files) {
    let hasMore = false;
    for await (const placed of entriesOf(file, form)) {
      if (placed === MORE) {
        hasMore = true;
        continue;
      }
      const checked = checkEntry(placed.value, instanceForm, placed.place);
      if (!checked.ok) {
        wrong.add(file.name, checked.problem);
        continue;
      }
      const { InstanceId: id, State: state } = checked.entry;
      if (stateOf.has(id)) twice.add(id);
      stateOf.set(id, state.Name);
      running.delete(id);
      if (state.Name === 'running' || state.Name === 'pending')
        running.set(id, { instance: checked.entry, ownerId: placed.ownerId });
    }
    if (hasMore) notes.push(moreNote(file.name));
  }
  const name = files.map((file) => file.name).join(', ');
  if (stateOf.size === 0) throw nothingIn(name, wrong, files[0]?.command ?? '');
  const skipped = countStates([...stateOf.values()]);
  const states = Object.entries(skipped).map(([state, count]) => `${count} ${state}`);
  return {
    name,
    ids: new Set(stateOf.keys()),
    running: [...running.values()],
    skipped,
    notes: [
      ...wrong.notes(),
      ...(twice.size === 0 ? [] : [`${name}: ${listIds([...twice])} more than once; the last one counts`]),
      ...(states.length === 0 ? [] : [`${name}: left out what does not run: ${states.join(', ')}`]),
      ...notes,
    ],
  };
}

function nothingIn(name: string, wrong: LeftOut, command: string): InputError {
  return new InputError(
    wrong.first === undefined
      ? `${name}: received no instance at all; allowed: at least one. Is it the right account and region? ${command} --region ...`
      : `${wrong.first}. Write it again, without --query: ${command} --output json`,
  );
}

/** The states in which nothing runs, and how many instances are in each. */
function countStates(states: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const state of states)
    if (state !== 'running' && state !== 'pending') counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
