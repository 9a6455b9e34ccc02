import { atRest } from './agent-state.ts';
import { driftAfter, openDrifts } from './drift.ts';
import { isErrandDropped, isErrandInHand } from './errand.ts';
import { addToHistory } from './history.ts';
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

/** The part of an entry that identifies its instance. */
export type Identity = Pick<RosterEntry, 'instanceId' | 'source' | 'firstSeenAt' | 'launchedAt'>;
const identity = ['instanceId', 'source', 'firstSeenAt', 'launchedAt'] as const satisfies (keyof Identity)[];

/**
 * What an entry keeps from its old status, besides its lasting facts. Everything else of the old status is
 * dropped.
 */
const keptBy = {
  waiting: ['attempts', 'waitingSince', 'statusDetails', 'step', 'exitCode'],
  claimed: ['attempts', 'waitingSince'],
  commanded: ['attempts', 'orderId', 'commandId', 'hadAt', 'hadVersion'],
  onboarded: ['orderId', 'commandId'],
  failed: ['attempts', 'orderId', 'commandId'],
  unmanaged: ['waitingSince'],
  excluded: [],
  gone: ['hadAt', 'hadVersion'],
} as const satisfies { readonly [S in RosterStatus]: readonly FieldOf<S>[] };

/** What belongs to the agent in hand. It goes when a move names another one. */
const ofAgent = [
  ...(['agent', 'document', 'documentVersion', 'attempts', 'orderId', 'commandId'] as const),
  ...(['statusDetails', 'step', 'exitCode', 'hadAt', 'hadVersion'] as const),
];

type KeptField<S extends RosterStatus> = (typeof keptBy)[S][number] | keyof typeof lastingFacts;

/**
 * What a move to a status must say: everything that an entry in it must have, unless it is kept. It may say
 * more.
 */
export type ChangeTo<S extends RosterStatus> = {
  [One in S]: { readonly status: One; readonly reason: ReasonCode } & Pick<
    EntryOf<One>,
    Exclude<MustField<One>, KeptField<One>> & keyof EntryOf<One>
  > &
    Partial<Omit<EntryOf<One>, 'status' | 'reason' | 'revision' | 'changedAt' | keyof Identity>>;
}[S];

/** What a move says about an entry. */
export type EntryChange = ChangeTo<RosterStatus>;

/** The statuses whose command still matters after the instance has stopped: its result is open, or good. */
const openOrGood: readonly RosterStatus[] = ['commanded', 'onboarded', 'gone'];

/**
 * The move of an entry to a new status. Its revision grows by one, and what belonged to the old status is
 * dropped. A first entry (`from` undefined) needs every field. All entries are made here, so this is the
 * place to check what the compiler cannot see.
 * @throws Error for a move that the roster forbids or that lacks a field. That is a bug in Muster.
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
  const dropped = [
    ...(isNewStart ? ['attempts', 'waitingSince'] : []),
    ...(isOpenedAgain(from, status) ? ['attempts'] : []),
    ...(isSuccessPast(from, change) ? ['onboardedAt'] : []),
    ...(isNewStart || isRolloutOver(from, status) ? ['rollout'] : []),
    ...(isErrandDropped(from, status) ? ['errand'] : []),
    ...(from !== undefined && isOfAnotherAgent(from, change) ? ofAgent : []),
  ];
  const agents = change.agents ?? from?.agents;
  const { drift: _, ...others } = { ...keep(from, status, dropped), ...change };
  const drift = driftAfter(from, change);
  const reason = reasonAfter(change, drift);
  const to: Readonly<Record<string, unknown>> = {
    ...{ ...others, reason },
    ...(drift === '' ? {} : { drift }),
    ...(agents === undefined || openStatuses.includes(status) ? {} : { agents: agents.map(atRest) }),
    revision: (from?.revision ?? 0) + 1,
    changedAt: nowMs,
    history: addToHistory(historyOf(from), { atMs: nowMs, status, reason, isNewStart }),
  };
  if (!isEntry(to))
    throw new Error(`A move to ${status} lacks what belongs to it: ${Object.keys(to).join(', ')}.`);
  return { from, to };
}

/** The reason of an entry after a move. While a drift is told, an onboarded entry says so. */
function reasonAfter({ status, reason }: EntryChange, drift: string): ReasonCode {
  const isDrifted = reason === 'Onboarded' && openDrifts({ status, drift }).length > 0;
  return isDrifted ? 'Drifted' : reason;
}

/** The history of an entry. The version before kept none: then it begins with what the entry is. */
function historyOf(from: RosterEntry | undefined): string {
  if (from === undefined) return '';
  const { history, changedAt: atMs, status, reason } = from;
  return history ?? addToHistory('', { atMs, status, reason, isNewStart: false });
}

/** True for an entry that rested and is to get a command again. Its attempts count anew. */
function isOpenedAgain(from: RosterEntry | undefined, to: RosterStatus): boolean {
  return (
    (from?.status === 'failed' && (to === 'waiting' || to === 'claimed')) ||
    (from?.status === 'onboarded' && to === 'claimed')
  );
}

/**
 * True for a move after which what an instance had counts no more: it may get something else. The claim of a roll-out says
 * itself what counts until its order has an end. An errand changes nothing of it.
 */
function isSuccessPast(from: RosterEntry | undefined, { status, reason, errand }: EntryChange): boolean {
  const isOfErrand = isErrandInHand(errand ?? from?.errand);
  if (isOfErrand && (status === 'claimed' || status === 'commanded')) return false;
  if (status === 'claimed' || status === 'commanded' || status === 'failed') return true;
  return from?.status === 'claimed' && (reason === 'NextAgent' || reason === 'UnsupportedPlatform');
}

/** The statuses in which an entry is being given something. */
const openStatuses: readonly RosterStatus[] = ['waiting', 'claimed', 'commanded'];

/** True for an entry that no roll-out has in hand after the move: the instance has stopped, or something else moves it. */
function isRolloutOver(from: RosterEntry | undefined, to: RosterStatus): boolean {
  if (to === 'gone') return true;
  return from !== undefined && !openStatuses.includes(from.status) && openStatuses.includes(to);
}

/** True for a move that names another agent, or a document that is of no agent. */
function isOfAnotherAgent(from: RosterEntry, { agent, document }: EntryChange): boolean {
  return agent === undefined ? document !== undefined && from.agent !== undefined : agent !== from.agent;
}

function keep(
  from: RosterEntry | undefined,
  to: RosterStatus,
  dropped: readonly string[],
): Record<string, unknown> {
  if (from === undefined) return {};
  const isResultOpen = to === 'gone' && openOrGood.includes(from.status);
  const fields: readonly string[] = [
    ...identity,
    ...Object.keys(lastingFacts),
    ...keptBy[to],
    ...(isResultOpen ? ['orderId', 'commandId'] : []),
  ];
  return Object.fromEntries(
    Object.entries(from).filter(([name]) => fields.includes(name) && !dropped.includes(name)),
  );
}

/** The identity of an entry, for a move that does not change it. */
export function identityOf({ instanceId, source, firstSeenAt, launchedAt }: RosterEntry): Identity {
  return { instanceId, source, firstSeenAt, launchedAt };
}
