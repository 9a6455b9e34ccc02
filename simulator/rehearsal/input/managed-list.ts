import { checkEntry, managedForm, type RealManagedInstance } from './cli-forms.ts';
import { entriesOf, MORE } from './entries-of.ts';
import type { InputFile } from './input-file.ts';
import { LeftOut, listIds, moreNote } from './left-out.ts';

/** The content of the files with the output of `aws ssm describe-instance-information`. */
export interface ManagedList {
  /** The nodes that are instances of EC2, by instance id. */
  readonly byId: ReadonlyMap<string, RealManagedInstance>;
  /** The nodes that were registered by an activation: EC2 does not know their ids. */
  readonly hybrid: readonly RealManagedInstance[];
  /** False when a file says that there is more. */
  readonly isWhole: boolean;
  readonly notes: readonly string[];
}

const form = { list: 'InstanceInformationList' } as const;

/**
 * Reads the managed instances of all files. An entry that is not a node is left out, with a note. A node that is there
 * twice counts once.
 * @throws InputError when a file cannot be read.
 */
export async function readManagedList(
  files: readonly InputFile[],
  fleet: { readonly name: string; readonly ids: ReadonlySet<string> },
): Promise<ManagedList> {
  const byId = new Map<string, RealManagedInstance>();
  const twice = new Set<string>();
  const wrong = new LeftOut();
  let isWhole = true;
  const notes: string[] = [];
  for (const file of files) {
    let hasMore = false;
    for await (const placed of entriesOf(file, form)) {
      if (placed === MORE) {
        hasMore = true;
        continue;
      }
      const checked = checkEntry(placed.value, managedForm, placed.place);
      if (!checked.ok) wrong.add(file.name, checked.problem);
      else {
        if (byId.has(checked.entry.InstanceId)) twice.add(checked.entry.InstanceId);
        byId.set(checked.entry.InstanceId, checked.entry);
      }
    }
    if (hasMore) isWhole = false;
    if (hasMore)
      notes.push(`${moreNote(file.name)}. Whether an instance that it lacks is registered is not shown`);
  }
  const name = files.map((file) => file.name).join(', ');
  const hybrid = [...byId.values()].filter(({ InstanceId: id }) => id.startsWith('mi-'));
  const unknown = [...byId.keys()].filter((id) => !id.startsWith('mi-') && !fleet.ids.has(id));
  const unnamed = [...byId.values()].filter(({ PlatformType: type }) => (type ?? '') === '');
  return {
    byId,
    hybrid,
    isWhole,
    notes: [
      ...wrong.notes(),
      ...note(name, [...twice], 'nodes more than once; the last one counts'),
      ...note(name, unknown, `instances left out that are not in ${fleet.name}`),
      ...(unknown.length > 0 && unknown.length + hybrid.length === byId.size
        ? [`${name}: lists no instance of ${fleet.name}; is it of the same account and region?`]
        : []),
      ...note(
        name,
        unnamed.map(({ InstanceId: id }) => id),
        'nodes without a PlatformType: they had just registered',
      ),
      ...notes,
    ],
  };
}

function note(file: string, ids: readonly string[], what: string): string[] {
  return ids.length === 0 ? [] : [`${file}: ${ids.length} ${what}: ${listIds(ids)}`];
}
