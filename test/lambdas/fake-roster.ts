import type { Roster } from '../../lambdas/shared/clients/roster/roster-client.ts';
import type { RosterEntry } from '../../lambdas/shared/domain/roster/roster-entry.ts';
import type { MoveRefusal, MoveResult, RosterMove } from '../../lambdas/shared/domain/roster/roster-move.ts';

/** Those of a map that are asked for. */
export function pick<T>(all: ReadonlyMap<string, T>, ids: readonly string[]): Map<string, T> {
  return new Map([...all].filter(([id]) => ids.includes(id)));
}

/** DynamoDB refuses a whole call that names an item twice. */
function refuseDoubled(ids: readonly string[]): void {
  if (new Set(ids).size < ids.length) throw new Error('Provided list of item keys contains duplicates');
}

/** The roster as DynamoDB keeps it: a move only works from the status and revision that it names. */
export function fakeRoster(entries: Map<string, RosterEntry>, unanswered: Set<string>): Roster {
  const refusalOf = ({ from, to }: RosterMove): MoveRefusal | undefined => {
    const entry = entries.get(to.instanceId);
    if (from === undefined) return entry === undefined ? undefined : 'EntryExists';
    if (entry === undefined) return 'EntryVanished';
    return entry.status === from.status && entry.revision === from.revision ? undefined : 'EntryChanged';
  };
  return {
    async read(ids) {
      refuseDoubled(ids);
      return pick(entries, ids);
    },
    survey: async () => new Map(entries),
    async standingsOf(ids) {
      refuseDoubled(ids);
      return pick(entries, ids);
    },
    async *due(atMs, limit) {
      const due = [...entries.values()].flatMap((entry) =>
        'dueAt' in entry && entry.dueAt <= atMs ? [entry] : [],
      );
      const longestFirst = due.toSorted((a, b) => a.dueAt - b.dueAt);
      for (let start = 0; start < longestFirst.length; start += limit) {
        const round = longestFirst.slice(start, start + limit);
        const entries = new Map(round.map((entry) => [entry.instanceId, entry]));
        yield { entries, unreadableIds: [], rolloutIds: [], turnIds: [] };
      }
    },
    async move(moves): Promise<MoveResult> {
      refuseDoubled(moves.map(({ to }) => to.instanceId));
      const written: RosterMove[] = [];
      const refused: { move: RosterMove; refusal: MoveRefusal }[] = [];
      const unwritten: RosterMove[] = [];
      for (const move of moves) {
        const refusal = refusalOf(move);
        if (unanswered.delete(move.to.instanceId)) unwritten.push(move);
        else if (refusal !== undefined) refused.push({ move, refusal });
        else {
          entries.set(move.to.instanceId, move.to);
          written.push(move);
        }
      }
      return { written, refused, unwritten };
    },
  };
}
