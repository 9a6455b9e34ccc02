import type { Commands, SentCommand } from '../shared/clients/commands/commands.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import { leaseMarginSeconds } from '../shared/domain/roster/lease.ts';
import type { EntryOf, RosterEntry, RosterStanding } from '../shared/domain/roster/roster-entry.ts';

/** As many commands are enough, and one call reads their entries. */
const measuredMax = 100;
/** Commands of the last so many seconds are measured: twice the margin, so that none that exceeds it goes unseen. */
const recentSeconds = 2 * leaseMarginSeconds;

/**
 * How much of the margin of the lease is used now, in seconds: see `leaseMarginSeconds`. Undefined when no command is
 * recent. It costs three calls, and only when there is something to measure.
 */
export async function measureMargin(
  standings: ReadonlyMap<string, RosterStanding>,
  {
    roster,
    commands,
  }: { readonly roster: Pick<Roster, 'read'>; readonly commands: Pick<Commands, 'listed'> },
  nowMs: number,
): Promise<number | undefined> {
  const sinceMs = nowMs - recentSeconds * 1000;
  const recent = [...standings.values()]
    .filter(({ status, changedAt }) => status === 'commanded' && changedAt > sinceMs)
    .slice(0, measuredMax);
  if (recent.length === 0) return undefined;
  // The listing comes first. A command that is recorded meanwhile is then not missed.
  const listed = await commands.listed(sinceMs - leaseMarginSeconds * 1000);
  const entries = await roster.read(recent.map(({ instanceId }) => instanceId));
  return planMargin([...entries.values()], listed, { sinceMs, nowMs });
}

/**
 * The most that any recent command uses: how long ago it was recorded, if Systems Manager does not list it yet; or by how
 * much its request is later than its record, which only another clock can tell.
 */
export function planMargin(
  entries: readonly RosterEntry[],
  listed: readonly SentCommand[],
  { sinceMs, nowMs }: { readonly sinceMs: number; readonly nowMs: number },
): number | undefined {
  const known = new Map(listed.map((command) => [command.commandId, command]));
  const used = entries.filter(isCommanded).flatMap(({ commandId, sentAt, changedAt }) => {
    // Later looks at a command change the entry too. Only its first record tells when it was sent.
    if (sentAt === undefined || sentAt < sinceMs || changedAt < sinceMs) return [];
    const command = known.get(commandId);
    const ms = command === undefined ? nowMs - sentAt : Math.max(0, command.requestedAtMs - changedAt);
    return [Math.round(ms / 1000)];
  });
  return used.length === 0 ? undefined : Math.max(...used);
}

function isCommanded(entry: RosterEntry): entry is EntryOf<'commanded'> {
  return entry.status === 'commanded';
}
