import { type AgentState, isAgentStates } from './agent-state.ts';
import { presentReason } from './earlier-codes.ts';

/** The types of values, and how each is told. `agents` are stored as JSON text: see roster-item.ts. */
const kinds = {
  string: (value: unknown): value is string => typeof value === 'string',
  number: (value: unknown): value is number => typeof value === 'number',
  agents: isAgentStates,
} as const;

/** The type of a value. */
type Kind = keyof typeof kinds;
type Form = Readonly<Record<string, Kind>>;

/**
 * What every entry has. Times are epoch milliseconds. `reason` is a `ReasonCode`, or a code of the other
 * version of Muster that wrote the entry. `revision` is an optimistic lock: it grows by one with every move,
 * and a move names the revision it starts from. `firstSeenAt` is the first event of the instance.
 * `launchedAt` is the latest start that the entry knows of: it tells a restart from an old event.
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
 * What an entry keeps for good, once it is known. `agent` is the agent in hand, whose document this is; a
 * profile that names a document has none. `agents` says where each agent of the profile stands, in the order
 * of the profile. `succeeded` are the documents of no agent that earlier profiles sent and that succeeded, with blanks
 * between them. `rollout` notes the roll-out that took the entry up, and what it sends (taken-up.ts).
 * `errand` is the latest document that a roll-out sent besides (errand.ts). `drift` is what verifications found that is not as
 * it was installed (drift.ts). `patchCompliance` and `associationCompliance` are what Systems Manager judged last
 * (compliance.ts). `toldOf` is since when the entry had rested when people were told of it last. `configuration` is the digest of the configuration under which Muster decided. `onboardedAt` stays
 * when the instance stops, so that a restart sends nothing. `sentAt` is when the latest command was requested, by the
 * clock of Systems Manager. `history` are the latest changes, for people (history.ts).
 */
export const lastingFacts = {
  platform: 'string',
  profile: 'string',
  agent: 'string',
  agents: 'agents',
  document: 'string',
  documentVersion: 'string',
  succeeded: 'string',
  rollout: 'string',
  errand: 'string',
  drift: 'string',
  patchCompliance: 'string',
  associationCompliance: 'string',
  toldOf: 'number',
  configuration: 'string',
  onboardedAt: 'number',
  history: 'string',
  sentAt: 'number',
} as const satisfies Form;

/** The command of an entry, and the order that it carries out. */
const command = { orderId: 'string', commandId: 'string' } as const satisfies Form;
/**
 * How the latest command ended: its step, its `StatusDetails` from Systems Manager, and the exit code of the
 * script.
 */
const result = { step: 'string', statusDetails: 'string', exitCode: 'number' } as const satisfies Form;
/** How many commands have failed for a passing reason since this start of the instance. */
const tries = { attempts: 'number' } as const satisfies Form;
/**
 * What an instance had when a roll-out sent it a command, and has until that command runs: since when, and in which
 * version. `failed` keeps it when nothing ran.
 */
const had = { hadAt: 'number', hadVersion: 'string' } as const satisfies Form;
/** When the instance began to wait. The horizon counts from here. */
const wait = { waitingSince: 'number' } as const satisfies Form;
/**
 * When the recheck looks again. For `waiting` it is the next look, for `claimed` the end of the lease, for
 * `commanded` the time to read the result without an event, for `unmanaged` the next search for the cause.
 */
const due = { dueAt: 'number' } as const satisfies Form;

/**
 * What belongs to each status: what its entries must have, and what they may have. The types, the reading and
 * the check before a write all follow from this table.
 *
 * `leaseUntil` is when a claim expires. `causeDetail` names the resource at fault, in the same words for all
 * instances that share the fault. `causeCertainty` says how sure the cause is, and `notLookedAt` what was not
 * looked at, with semicolons between the names. `expiresAt` is when DynamoDB may delete a closed entry.
 */
const forms = {
  waiting: { must: { ...wait, ...due }, may: { ...tries, ...result } },
  claimed: { must: { orderId: 'string', leaseUntil: 'number', ...due }, may: { ...tries, ...wait } },
  commanded: { must: { commandId: 'string', ...due }, may: { ...tries, ...command, ...had } },
  onboarded: { must: { onboardedAt: 'number' }, may: { ...command, ...result } },
  failed: { must: {}, may: { ...tries, ...command, ...result, ...had } },
  unmanaged: {
    must: { ...wait, ...due },
    may: { causeDetail: 'string', causeCertainty: 'string', notLookedAt: 'string' },
  },
  excluded: { must: {}, may: result },
  gone: { must: {}, may: { ...command, ...had, expiresAt: 'number' } },
} as const satisfies Readonly<Record<string, { readonly must: Form; readonly may: Form }>>;

/** The status of an entry. The table in docs/design.md says what each means. */
export type RosterStatus = keyof typeof forms;

/** Every status. */
export const rosterStatuses = Object.keys(forms).filter(isStatus);

type Forms = typeof forms;
type ValueOf<K> = K extends 'string' ? string : K extends 'number' ? number : readonly AgentState[];
type Must<F> = { readonly [Name in keyof F]: ValueOf<F[Name]> };
type May<F> = { readonly [Name in keyof F]?: ValueOf<F[Name]> };

/** An entry in one status, or in one of several. */
export type EntryOf<S extends RosterStatus> = {
  [One in S]: { readonly status: One } & Must<typeof everyEntry> &
    May<typeof lastingFacts> &
    Must<Forms[One]['must']> &
    May<Forms[One]['may']>;
}[S];

/** The entry of one instance. Its status says which other fields it has. */
export type RosterEntry = EntryOf<RosterStatus>;

/** The fields that an entry in a status must have, besides those of every entry. */
export type MustField<S extends RosterStatus> = keyof Forms[S]['must'];

/** The fields that an entry in a status may have, besides those of every entry. */
export type FieldOf<S extends RosterStatus> = MustField<S> | keyof Forms[S]['may'];

/** The part of an entry that the sweep compares with the account. */
export type RosterStanding = Pick<
  RosterEntry,
  | 'instanceId'
  | 'status'
  | 'reason'
  | 'launchedAt'
  | 'changedAt'
  | 'profile'
  | 'configuration'
  | 'onboardedAt'
  | 'drift'
>;

type Values = Readonly<Record<string, unknown>>;

/**
 * Makes an entry from its attributes, whichever version of Muster wrote them. Attributes of another status
 * are left out, and an old reason code becomes the present one. The result is undefined when the status is
 * unknown, or a field is missing or has another type. Another version wrote that, and this one cannot move it
 * on.
 */
export function readEntry(values: Values): RosterEntry | undefined {
  const { status, reason } = values;
  const form = wholeForms.get(status);
  if (form === undefined || typeof reason !== 'string') return undefined;
  const known = Object.entries(values).filter(([name]) => name === 'status' || form.kinds.has(name));
  const entry: Values = { ...Object.fromEntries(known), reason: presentReason(reason) };
  return isEntry(entry) ? entry : undefined;
}

/** The standing of an entry, from its own attributes alone; undefined as for `readEntry`. */
export function readStanding(values: Values): RosterStanding | undefined {
  const { instanceId, status, reason, launchedAt, changedAt, profile, configuration } = values;
  const { onboardedAt, drift } = values;
  if (!isStatus(status) || typeof instanceId !== 'string' || typeof reason !== 'string') return undefined;
  if (typeof launchedAt !== 'number' || typeof changedAt !== 'number') return undefined;
  return {
    ...{ instanceId, status, reason: presentReason(reason), launchedAt, changedAt },
    ...(typeof profile === 'string' ? { profile } : {}),
    ...(typeof configuration === 'string' ? { configuration } : {}),
    ...(typeof onboardedAt === 'number' ? { onboardedAt } : {}),
    ...(typeof drift === 'string' ? { drift } : {}),
  };
}

/** True when the values have all that their status must have, and nothing that does not belong to it. */
export function isEntry(values: Values): values is RosterEntry {
  const { status, ...others } = values;
  const form = wholeForms.get(status);
  if (form === undefined) return false;
  const isOfKind = ([name, value]: readonly [string, unknown]) => {
    const kind = form.kinds.get(name);
    return kind !== undefined && kinds[kind](value);
  };
  return form.must.every((name) => name in others) && Object.entries(others).every(isOfKind);
}

/** For each status: the names that must be there, and the type of every value that may be there. */
const wholeForms: ReadonlyMap<unknown, WholeForm> = new Map(
  Object.entries(forms).map(([status, { must, may }]) => {
    const whole: Form = { ...everyEntry, ...lastingFacts, ...may, ...must };
    return [status, { must: Object.keys({ ...everyEntry, ...must }), kinds: new Map(Object.entries(whole)) }];
  }),
);

/** The fields that some entry must have, each once: without them no entry can be read. */
export const fieldsOfEveryEntry: readonly string[] = [
  ...new Set([
    ...Object.values(forms).flatMap(({ must }) => Object.keys({ ...everyEntry, ...must })),
    'status',
  ]),
];

interface WholeForm {
  readonly must: readonly string[];
  readonly kinds: ReadonlyMap<string, Kind>;
}

function isStatus(value: unknown): value is RosterStatus {
  return typeof value === 'string' && Object.hasOwn(forms, value);
}
