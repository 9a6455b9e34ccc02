import { chunk } from '../shared/domain/commands/order.ts';
import type { EntryOf } from '../shared/domain/roster/roster-entry.ts';

/** Entries that wait for results, by instance id. */
export type Awaited = ReadonlyMap<string, EntryOf<'commanded'>>;

/**
 * How many commands are read together. Lambda lets two calls follow up at once at least, and in a large burst both have
 * results of the same commands. Between two parts each sees what the other has settled.
 */
const commandsPerPart = 40;

/** The entries in parts of some commands each. The entries of one command are in one part. */
export function partByCommand(awaited: Awaited): readonly Awaited[] {
  const byCommand = new Map<string, EntryOf<'commanded'>[]>();
  for (const entry of awaited.values())
    byCommand.set(entry.commandId, [...(byCommand.get(entry.commandId) ?? []), entry]);
  return chunk([...byCommand.values()], commandsPerPart).map(
    (some) => new Map(some.flat().map((entry) => [entry.instanceId, entry])),
  );
}
