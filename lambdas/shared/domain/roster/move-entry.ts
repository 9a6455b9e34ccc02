import { dueShardOf, problemShardOf } from './due.ts';
import type { ReasonCode } from './reason.ts';
import { isLegalMove, type RosterEntry, type RosterMove, type RosterStatus } from './roster-entry.ts';

/** What a move says about an entry. */
export interface EntryChange extends Partial<Omit<RosterEntry, 'status' | 'reason' | 'revision'>> {
  readonly status: RosterStatus;
  readonly reason: ReasonCode;
}

type Field = keyof RosterEntry;

/** What an entry keeps for as long as it exists. */
const lasting: readonly Field[] = [
  'instanceId',
  'source',
  'firstSeenAt',
  'launchedAt',
  'platform',
  'profile',
  'document',
  'documentVersion',
  'onboardedAt',
];

/** What an entry keeps besides, when it is moved to a status. Everything else belonged to the old status and goes. */
const keptBy: Readonly<Record<RosterStatus, readonly Field[]>> = {
  waiting: ['attempts', 'waitingSince', 'statusDetails', 'step', 'exitCode'],
  claimed: ['attempts', 'waitingSince'],
  commanded: ['attempts', 'orderId', 'commandId'],
  onboarded: ['orderId', 'commandId'],
  failed: ['attempts', 'orderId', 'commandId'],
  unmanaged: ['waitingSince'],
  excluded: [],
  gone: [],
};

/** The statuses whose command still means something after the instance has stopped: its result is open, or good. */
const openOrGood: readonly RosterStatus[] = ['commanded', 'onboarded', 'gone'];

/**
 * The move of an entry to a new status: its revision grows by one, what belonged to the old status goes, and it is in
 * the sparse indexes exactly while it is due or a problem. A first entry (`from` undefined) must be given everything.
 * @throws Error for a move that the roster forbids: that is a mistake of ours, never of the world.
 */
export function moveEntry(
  from: RosterEntry | undefined,
  change: EntryChange & Pick<RosterEntry, 'instanceId' | 'source' | 'firstSeenAt' | 'launchedAt'>,
  nowMs: number,
): RosterMove {
  const { status, instanceId, launchedAt } = change;
  if (!isLegalMove(from?.status, status))
    throw new Error(`The roster forbids a move from ${from?.status} to ${status}.`);
  const isNewStart = from !== undefined && launchedAt > from.launchedAt;
  const isProblem = status === 'failed' || status === 'unmanaged';
  const to: RosterEntry = {
    ...keep(from, status, isNewStart),
    ...change,
    revision: (from?.revision ?? 0) + 1,
    changedAt: nowMs,
    ...(change.dueAt === undefined ? {} : { dueShard: dueShardOf(instanceId) }),
    ...(isProblem ? { problemShard: problemShardOf(instanceId) } : {}),
  };
  return { from, to };
}

function keep(from: RosterEntry | undefined, to: RosterStatus, isNewStart: boolean): Partial<RosterEntry> {
  if (from === undefined) return {};
  const isResultOpen = to === 'gone' && openOrGood.includes(from.status);
  const fields = [...lasting, ...keptBy[to], ...(isResultOpen ? (['orderId', 'commandId'] as const) : [])];
  const isKept = (name: string) =>
    fields.some((field) => field === name) &&
    !(isNewStart && (name === 'attempts' || name === 'waitingSince'));
  return Object.fromEntries(Object.entries(from).filter(([name]) => isKept(name)));
}

/** The part of an entry that says which instance it is, for a move that changes none of it. */
export function identityOf({ instanceId, source, firstSeenAt, launchedAt }: RosterEntry) {
  return { instanceId, source, firstSeenAt, launchedAt };
}
