import type { CommandResults } from '../shared/clients/commands/command-results.ts';
import type { Announcements } from '../shared/clients/roster/announcements.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import { type Invocation, readOutcome } from '../shared/domain/commands/invocation.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { Log } from '../shared/runtime/log.ts';
import { planOutcomes } from './plan-outcomes.ts';

/** What settling commands needs from outside. */
export interface SettlePorts {
  readonly results: CommandResults;
  readonly roster: Roster;
  readonly announcements: Announcements;
  readonly clock: Clock;
  readonly log: Log;
}

/** How commands are settled. */
export interface SettleOptions {
  readonly attemptsMax: number;
  /** Whether to settle the other instances on which the same commands have ended. @default false */
  readonly withOthers?: boolean;
}

/**
 * Reads the results of the commands that entries wait for, once a command and not once an instance, and
 * records what they mean. The other instances of the commands come last. Another call may be settling them at
 * this moment; waiting saves writes that the table would refuse.
 *
 * It may be called late or twice: a settled entry is left alone. Returns the moves that were written. An
 * entry that is still `commanded` and not among them must be looked at again.
 */
export async function settleCommands(
  entries: ReadonlyMap<string, RosterEntry>,
  ports: SettlePorts,
  { attemptsMax, withOthers = false }: SettleOptions,
): Promise<readonly RosterMove[]> {
  const { results, roster, announcements, clock, log } = ports;
  const open = [...entries.values()].filter((entry) => entry.status === 'commanded');
  const commandIds = [...new Set(open.map(({ commandId }) => commandId))];
  if (commandIds.length === 0) return [];

  const invocations = await results.read(commandIds);
  const settle = async (some: ReadonlyMap<string, RosterEntry>) => {
    const moves = planOutcomes({ entries: some, invocations, attemptsMax, nowMs: clock.now() });
    const { written } = await roster.move(moves);
    await announcements.announce(written);
    return written;
  };
  const own = await settle(entries);
  const otherIds = withOthers ? endedBesides(entries, [...invocations.values()].flat()) : [];
  const others = otherIds.length === 0 ? [] : await settle(await roster.read(otherIds));
  const written = [...own, ...others];
  log.info('commands settled', { commandIds, moved: written.length });
  return written;
}

/** The instances on which a command has ended and that are not among the entries. */
function endedBesides(entries: ReadonlyMap<string, RosterEntry>, all: readonly Invocation[]): string[] {
  const ended = all.filter((one) => !entries.has(one.instanceId) && readOutcome(one).kind !== 'running');
  return [...new Set(ended.map(({ instanceId }) => instanceId))];
}
