import type { ReasonCode } from './reason.ts';
import {
  type EntryOf,
  type FieldOf,
  isEntry,
  lastingFacts,
  type MustField,
  type RosterEntry,
  type RosterStatus,
} from './roster-entry.ts';
import { isLegalMove, type RosterMove } from './roster-move.ts';

/** The part of an entry that says which instance it is. */
export type Identity = Pick<RosterEntry, 'instanceId' | 'source' | 'firstSeenAt' | 'launchedAt'>;
const identity = ['instanceId', 'source', 'firstSeenAt', 'launchedAt'] as const satisfies (keyof Identity)[];

/** What an entry keeps of the status it had, besides its lasting facts. Everything else of the old status goes. */
const keptBy = {
  waiting: ['attempts', 'waitingSince', 'statusDetails', 'step', 'exitCode'],
  claimed: ['attempts', 'waitingSince'],
  commanded: ['attempts', 'orderId', 'commandId'],
  onboarded: ['orderId', 'commandId'],
  failed: ['attempts', 'orderId', 'commandId'],
  unmanaged: ['waitingSince'],
  excluded: [],
  gone: [],
} as const satisfies { readonly [S in RosterStatus]: readonly FieldOf<S>[] };

type KeptField<S extends RosterStatus> = (typeof keptBy)[S][number] | keyof typeof lastingFacts;

/** What a move to a status says: all that an entry in it must have and that is not kept, and what else there is. */
export type ChangeTo<S extends RosterStatus> = {
  [One in S]: { readonly status: One; readonly reason: ReasonCode } & Pick<
    EntryOf<One>,
    Exclude<MustField<One>, KeptField<One>> & keyof EntryOf<One>
  > &
    Partial<Omit<EntryOf<One>, 'status' | 'reason' | 'revision' | 'changedAt' | keyof Identity>>;
}[S];

/** What a move says about an entry. */
export type EntryChange = ChangeTo<RosterStatus>;

/** The statuses whose command still means something after the instance has stopped: its result is open, or good. */
const openOrGood: readonly RosterStatus[] = ['commanded', 'onboarded', 'gone'];

/**
 * The move of an entry to a new status: its revision grows by one, and what belonged to the old status goes. A first
 * entry (`from` undefined) must be given everything. Nothing else makes an entry, so what the compiler cannot see of
 * its form is checked here.
 * @throws Error for a move that the roster forbids, or that lacks something: that is a mistake of ours, never of the
 * world.
 */
export function moveEntry(
  from: RosterEntry | undefined,
  change: EntryChange & Identity,
  nowMs: number,
): RosterMove {
  const { status, launchedAt } = change;
  if (!isLegalMove(from?.status, status))
    throw new Error(`The roster forbids a move from ${from?.status} to ${status}.`);
  const isNewStart = from !== undefined && launchedAt > from.launchedAt;
  const to: Readonly<Record<string, unknown>> = {
    ...keep(from, status, isNewStart),
    ...change,
    revision: (from?.revision ?? 0) + 1,
    changedAt: nowMs,
  };
  if (!isEntry(to))
    throw new Error(`A move to ${status} lacks what belongs to it: ${Object.keys(to).join(', ')}.`);
  return { from, to };
}

function keep(from: RosterEntry | undefined, to: RosterStatus, isNewStart: boolean): Record<string, unknown> {
  if (from === undefined) return {};
  const isResultOpen = to === 'gone' && openOrGood.includes(from.status);
  const fields: readonly string[] = [
    ...identity,
    ...Object.keys(lastingFacts),
    ...keptBy[to],
    ...(isResultOpen ? ['orderId', 'commandId'] : []),
  ];
  const isOfOldStart = (name: string) => isNewStart && (name === 'attempts' || name === 'waitingSince');
  return Object.fromEntries(
    Object.entries(from).filter(([name]) => fields.includes(name) && !isOfOldStart(name)),
  );
}

/** The part of an entry that says which instance it is, for a move that changes none of it. */
export function identityOf({ instanceId, source, firstSeenAt, launchedAt }: RosterEntry): Identity {
  return { instanceId, source, firstSeenAt, launchedAt };
}
