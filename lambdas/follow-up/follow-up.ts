import type { EntryOf } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { OutcomeNotice } from './parse-outcomes.ts';
import { type Awaited, partByCommand } from './part-by-command.ts';
import { type SettlePorts, settleCommands } from './settle-commands.ts';

/** What became of notices. `retry` holds the notices that must be delivered again. */
export interface FollowedUp {
  readonly written: readonly RosterMove[];
  readonly retry: readonly OutcomeNotice[];
}

/**
 * Follows up on commands that have ended according to events. An event is only a signal: the results come
 * from Systems Manager, a whole command at a time. A notice may come twice, late, before the send is
 * recorded, or before Systems Manager shows the result. What cannot be settled comes back after the queue's
 * visibility timeout.
 */
export async function followUp(
  notices: readonly OutcomeNotice[],
  ports: SettlePorts,
  attemptsMax: number,
): Promise<FollowedUp> {
  const entries = await ports.roster.read([...new Set(notices.map(({ instanceId }) => instanceId))]);
  const awaited = new Map<string, EntryOf<'commanded'>>();
  const early: OutcomeNotice[] = [];
  for (const notice of notices) {
    const entry = entries.get(notice.instanceId);
    // The command of an agent that is dealt with comes too late to matter, and not too early.
    if (entry?.agents?.some(({ commandId }) => commandId === notice.commandId)) continue;
    if (entry?.status === 'claimed') early.push(notice);
    else if (entry?.status === 'commanded' && entry.commandId === notice.commandId)
      awaited.set(notice.instanceId, entry);
  }
  const written: RosterMove[] = [];
  for (const [index, part] of partByCommand(awaited).entries()) {
    const open = index === 0 ? part : await readOpen(part, ports);
    for (const instanceId of part.keys()) if (!open.has(instanceId)) awaited.delete(instanceId);
    written.push(...(await settleCommands(open, ports, { attemptsMax, withOthers: true })));
  }
  for (const { to } of written) awaited.delete(to.instanceId);
  const unsettled = notices.filter(
    ({ instanceId, commandId }) => awaited.get(instanceId)?.commandId === commandId,
  );
  return { written, retry: [...early, ...unsettled] };
}

/** Those that still wait for the same command. The others were settled meanwhile: by this call, or by another one. */
async function readOpen(part: Awaited, { roster }: Pick<SettlePorts, 'roster'>): Promise<Awaited> {
  const entries = await roster.read([...part.keys()]);
  const open = new Map<string, EntryOf<'commanded'>>();
  for (const [instanceId, { commandId }] of part) {
    const entry = entries.get(instanceId);
    if (entry?.status === 'commanded' && entry.commandId === commandId) open.set(instanceId, entry);
  }
  return open;
}
