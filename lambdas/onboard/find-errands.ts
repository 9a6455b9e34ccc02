import { callsAtOnce, mapConcurrently } from '../shared/clients/map-concurrently.ts';
import type { ErrandOrder } from '../shared/domain/rollout/rollout-state.ts';
import { openErrand } from '../shared/domain/roster/errand.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { Errands } from './decision.ts';
import type { Ports } from './ports.ts';

/**
 * What the errands send that entries are in hand for. The parameters may be long, so the roll-out has them and not each
 * entry: one read for a roll-out, and none when no entry has an errand in hand. A roll-out of which it cannot be found
 * out has none.
 */
export async function findErrands(
  entries: Iterable<RosterEntry>,
  { errandOrders, log }: Pick<Ports, 'errandOrders' | 'log'>,
): Promise<Errands> {
  const ids = new Set([...entries].flatMap((entry) => openErrand(entry)?.rolloutId ?? []));
  const found = await mapConcurrently(
    [...ids],
    callsAtOnce,
    async (rolloutId): Promise<[string, ErrandOrder][]> => {
      const order = await errandOrders.find(rolloutId);
      if (order === undefined) log.error('errand unknown', { rolloutId });
      return order === undefined ? [] : [[rolloutId, order]];
    },
  );
  return new Map(found.flat());
}
