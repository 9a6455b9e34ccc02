import type { Announcements } from '../clients/announcements.ts';
import type { Clock } from '../clients/clock.ts';
import type { CommandResults } from '../clients/command-results.ts';
import type { Roster } from '../clients/roster.ts';
import type { RosterEntry, RosterMove } from '../domain/roster.ts';
import type { Log } from '../log.ts';
import { planOutcomes } from './plan-outcomes.ts';

/** The outside world of settling commands. */
export interface SettlePorts {
  readonly results: CommandResults;
  readonly roster: Roster;
  readonly announcements: Announcements;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Reads the results of the commands that entries wait for, once a command and not once an instance, and records what
 * they mean for these entries. The other instances of the same commands are left to their own events: whoever has
 * those is at work at the same moment, and of two records of one result the table would refuse the second.
 *
 * It may be called late or twice: an entry that is settled is left alone. Returns the moves that were written; an entry
 * that is still `commanded` and not among them must be looked at again.
 */
export async function settleCommands(
  entries: ReadonlyMap<string, RosterEntry>,
  ports: SettlePorts,
  attemptsMax: number,
): Promise<readonly RosterMove[]> {
  const { results, roster, announcements, clock, log } = ports;
  const open = [...entries.values()].filter(({ status }) => status === 'commanded');
  const commandIds = [...new Set(open.flatMap(({ commandId }) => commandId ?? []))];
  if (commandIds.length === 0) return [];

  const invocations = await results.read(commandIds);
  const moves = planOutcomes({ entries, invocations, attemptsMax, nowMs: clock.now() });
  const { written } = await roster.move(moves);
  await announcements.announce(written);
  log.info('commands settled', { commandIds, moved: written.length });
  return written;
}
