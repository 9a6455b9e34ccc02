import type { Launch } from '../domain/launch.ts';
import type { RosterEntry, RosterMove } from '../domain/roster.ts';
import { type SettlePorts, settleCommands } from '../follow-up/settle-commands.ts';
import { onboard, type Ports, type Run } from '../onboard/onboard.ts';

/** What a round of rechecks did. */
export interface Rechecked {
  readonly due: number;
  readonly written: readonly RosterMove[];
  readonly ordersSent: number;
}

/** How many entries are looked at together: enough for full pages and orders, little enough for a short call. */
const entriesPerRoundMax = 1000;

/**
 * Looks again at every entry that is due: instances that wait for their agent, claims whose lease ran out, commands of
 * which no event came. Bounded rounds follow each other until nothing is due or the time is over; what is left is
 * still due at the next call. Two calls at once do no harm: every move is conditional.
 */
export async function recheck(ports: Ports & SettlePorts, run: Run): Promise<Rechecked> {
  const { roster, clock, log } = ports;
  const written: RosterMove[] = [];
  let due = 0;
  let ordersSent = 0;
  if (clock.now() >= run.lastOrderAtMs) return { due, written, ordersSent };
  let round = 0;
  for await (const { entries, unreadableIds } of roster.due(clock.now(), entriesPerRoundMax)) {
    round += 1;
    due += entries.size + unreadableIds.length;
    if (unreadableIds.length > 0) log.error('entries unreadable', { instanceIds: unreadableIds });
    const settled = await settleCommands(entries, ports, run.settings);
    const launches = [...entries.values()].flatMap(toLaunch);
    const requestId = `${run.requestId}-${round}`;
    const onboarded =
      launches.length === 0 ? undefined : await onboard(launches, ports, { ...run, requestId, entries });
    written.push(...settled, ...(onboarded?.written ?? []));
    ordersSent += onboarded?.ordersSent ?? 0;
    if (clock.now() >= run.lastOrderAtMs) break;
  }
  return { due, written, ordersSent };
}

/** A due entry as a launch, for the code that onboards launches; a command is not looked at that way. */
function toLaunch({ instanceId, status, launchedAt }: RosterEntry): Launch[] {
  if (status === 'commanded') return [];
  return [{ instanceId, state: 'running', atMs: launchedAt, messageId: '' }];
}
