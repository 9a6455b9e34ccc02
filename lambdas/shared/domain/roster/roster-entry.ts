import { presentReason } from './reason.ts';

/** What an attribute holds. */
type Kind = 'string' | 'number';
type Form = Readonly<Record<string, Kind>>;

/**
 * What every entry has. Times are epoch milliseconds. `reason` is a `ReasonCode`, or the code of another version of
 * Muster that wrote the entry. `revision` is an optimistic lock: it grows by one with every move, and a move names the
 * revision it starts from. `firstSeenAt` is the first event of the instance. `launchedAt` is the latest start that the
 * entry accounts for: by it a restart is told from an old event.
 */
const everyEntry = {
  instanceId: 'string',
  reason: 'string',
  source: 'string',
  revision: 'number',
  firstSeenAt: 'number',
  launchedAt: 'number',
  changedAt: 'number',
} as const satisfies Form;

/**
 * What an entry keeps for as long as it exists, once it is known. `onboardedAt` stays when the instance stops, so that
 * a restart sends nothing.
 */
export const lastingFacts = {
  platform: 'string',
  profile: 'string',
  document: 'string',
  documentVersion: 'string',
  onboardedAt: 'number',
} as const satisfies Form;

/** The command of an entry, and the order that it carries out. */
const command = { orderId: 'string', commandId: 'string' } as const satisfies Form;
/** How the latest command ended: its step, Systems Manager's StatusDetails, and the exit code of the script. */
const result = { step: 'string', statusDetails: 'string', exitCode: 'number' } as const satisfies Form;
/** How many commands of this start have ended for a passing reason. */
const tries = { attempts: 'number' } as const satisfies Form;
/** Since when the instance waits, for the horizon. */
const wait = { waitingSince: 'number' } as const satisfies Form;
/**
 * When the recheck looks again. For `waiting` it is the next look, for `claimed` the end of the lease, for `commanded`
 * when the result is read without an event, for `unmanaged` when the cause is looked for again.
 */
const due = { dueAt: 'number' } as const satisfies Form;

/**
 * What belongs to each status: what an entry in it must have, and what it may have. The types, the reading and the
 * check of what is written are derived from this table.
 *
 * `leaseUntil` is the expiry of a claim, which is a lease. `causeDetail` names the place of a cause: the resource at
 * fault, in words that all instances with the same fault share. `expiresAt` is when a closed entry may be forgotten.
 */
const forms = {
  waiting: { must: { ...wait, ...due }, may: { ...tries, ...result } },
  claimed: { must: { orderId: 'string', leaseUntil: 'number', ...due }, may: { ...tries, ...wait } },
  commanded: { must: { commandId: 'string', ...due }, may: { ...tries, ...command } },
  onboarded: { must: { onboardedAt: 'number' }, may: { ...command, ...result } },
  failed: { must: {}, may: { ...tries, ...command, ...result } },
  unmanaged: { must: { ...wait, ...due }, may: { causeDetail: 'string' } },
  excluded: { must: {}, may: result },
  gone: { must: {}, may: { ...command, expiresAt: 'number' } },
} as const satisfies Readonly<Record<string, { readonly must: Form; readonly may: Form }>>;

/** Where an entry stands. The design's glossary says what each means. */
export type RosterStatus = keyof typeof forms;

/** Every status. */
export const rosterStatuses = Object.keys(forms).filter(isStatus);

type Forms = typeof forms;
type ValueOf<K> = K extends 'string' ? string : number;
type Must<F> = { readonly [Name in keyof F]: ValueOf<F[Name]> };
type May<F> = { readonly [Name in keyof F]?: ValueOf<F[Name]> };

/** What the roster keeps of an instance in one status, or in one of several. */
export type EntryOf<S extends RosterStatus> = {
  [One in S]: { readonly status: One } & Must<typeof everyEntry> &
    May<typeof lastingFacts> &
    Must<Forms[One]['must']> &
    May<Forms[One]['may']>;
}[S];

/** What the roster keeps of one instance: the status says what else there is. */
export type RosterEntry = EntryOf<RosterStatus>;

/** What an entry must have in a status, besides what every entry has. */
export type MustField<S extends RosterStatus> = keyof Forms[S]['must'];

/** What may belong to a status, besides what every entry has. */
export type FieldOf<S extends RosterStatus> = MustField<S> | keyof Forms[S]['may'];

/** Where an entry stands: what the sweep compares with the account. */
export type RosterStanding = Pick<
  RosterEntry,
  'instanceId' | 'status' | 'reason' | 'launchedAt' | 'changedAt'
>;

type Values = Readonly<Record<string, unknown>>;

/**
 * An entry from its attributes, whichever version of Muster wrote them. Attributes that are not of its status are left
 * out, and an old reason code is read as the present one. Undefined when the status is not known, or something is
 * missing or of another kind: then another version wrote a form that this one cannot move on.
 */
export function readEntry(values: Values): RosterEntry | undefined {
  const { status, reason } = values;
  const form = wholeForms.get(status);
  if (form === undefined || typeof reason !== 'string') return undefined;
  const known = Object.entries(values).filter(([name]) => name === 'status' || form.kinds.has(name));
  const entry: Values = { ...Object.fromEntries(known), reason: presentReason(reason) };
  return isEntry(entry) ? entry : undefined;
}

/** Where an entry stands, from those attributes alone; undefined as for `readEntry`. */
export function readStanding(values: Values): RosterStanding | undefined {
  const { instanceId, status, reason, launchedAt, changedAt } = values;
  if (!isStatus(status) || typeof instanceId !== 'string' || typeof reason !== 'string') return undefined;
  if (typeof launchedAt !== 'number' || typeof changedAt !== 'number') return undefined;
  return { instanceId, status, reason: presentReason(reason), launchedAt, changedAt };
}

/** True for what has all that its status must have, and nothing that does not belong to it. */
export function isEntry(values: Values): values is RosterEntry {
  const { status, ...others } = values;
  const form = wholeForms.get(status);
  if (form === undefined) return false;
  const isOfKind = ([name, value]: readonly [string, unknown]) => typeof value === form.kinds.get(name);
  return form.must.every((name) => name in others) && Object.entries(others).every(isOfKind);
}

/** By status: the names that must be there, and the type of every value that may be. */
const wholeForms: ReadonlyMap<unknown, WholeForm> = new Map(
  Object.entries(forms).map(([status, { must, may }]) => {
    const kinds: Form = { ...everyEntry, ...lastingFacts, ...may, ...must };
    return [status, { must: Object.keys({ ...everyEntry, ...must }), kinds: new Map(Object.entries(kinds)) }];
  }),
);

interface WholeForm {
  readonly must: readonly string[];
  readonly kinds: ReadonlyMap<string, Kind>;
}

function isStatus(value: unknown): value is RosterStatus {
  return typeof value === 'string' && Object.hasOwn(forms, value);
}
