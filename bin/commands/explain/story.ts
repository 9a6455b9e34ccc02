import { isOutside } from '../../../lambdas/shared/domain/fleet/outside.ts';
import { type Compliance, complianceOf } from '../../../lambdas/shared/domain/roster/compliance.ts';
import { type Drift, driftsOf } from '../../../lambdas/shared/domain/roster/drift.ts';
import {
  type HistoryItem,
  isHistoryCut,
  readHistory,
} from '../../../lambdas/shared/domain/roster/history.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { reasonOf } from '../../print/reason-texts.ts';
import { type Next, nextOfUnknown, tellNext } from './next.ts';
import type { Facts, SentCommand } from './read-facts.ts';

/** One thing that happened. Times are ISO 8601, in UTC. */
export type Happening =
  /** `by`: at some moment before. `heard`: the roster does not tell its start from the first event about it. */
  | { readonly at: string; readonly kind: 'started'; readonly isBy?: true; readonly isHeard?: true }
  | { readonly at: string; readonly kind: 'decided'; readonly status: string; readonly reason: string }
  /** A decision that the history has no longer, from the log of a function. */
  | { readonly at: string; readonly kind: 'logged'; readonly reason: string }
  | ({ readonly at: string; readonly kind: 'commanded' } & Omit<SentCommand, 'requestedAtMs'>);

/** The whole story of one instance. */
export interface Story {
  readonly instanceId: string;
  /** The answer in a sentence. */
  readonly answer: string;
  /** What a person can do; absent when there is nothing. */
  readonly remedy?: string;
  readonly place?: string;
  /** What verifications found, a sentence for each document. */
  readonly drifts: readonly string[];
  /** What Systems Manager judged last of its patches and associations, a sentence for each. */
  readonly compliance: readonly string[];
  /** How sure the cause is, and what was not looked at; absent where there is none. */
  readonly sure?: string;
  /** In the order of time. */
  readonly happenings: readonly Happening[];
  /** True when the history begins later than the instance: the roster keeps the latest changes only. */
  readonly isCut: boolean;
  /** Whether the logs fill what is cut; absent when nothing is cut. */
  readonly beforeHistory?: string;
  readonly next: Next;
}

/** Tells the story of an instance. It says nothing that the facts do not show. */
export function tellStory(facts: Facts): Story {
  const { instanceId, entry } = facts;
  if (entry === undefined)
    return {
      ...tellOfUnknown(facts),
      drifts: [],
      compliance: [],
      happenings: commandsOf(facts),
      isCut: false,
    };
  const reason = reasonOf(entry.reason);
  const history = entry.history === undefined ? [] : readHistory(entry.history);
  const isCut = entry.history === undefined || isHistoryCut(entry.history);
  const place = entry.status === 'unmanaged' ? entry.causeDetail : undefined;
  const remedy = reason?.remedy;
  return {
    instanceId,
    answer: `${entry.status}: ${entry.reason}. ${reason?.sentence ?? ''}`.trim(),
    ...(remedy === undefined || remedy.startsWith('None') ? {} : { remedy }),
    ...(place === undefined ? {} : { place }),
    drifts: driftsOf(entry).map(tellDrift),
    compliance: complianceOf(entry).map(tellCompliance),
    ...sureOf(entry),
    happenings: insertCommands(
      inOrder([...startsOf(facts, entry, history), ...loggedOf(facts), ...decisionsOf(entry, history)]),
      commandsOf(facts),
    ),
    isCut,
    ...beforeOf(facts, isCut),
    next: tellNext(facts, entry),
  };
}

const judged = { Patch: 'Its patches', Association: 'Its associations' } as const;

function tellCompliance({ type, isCompliant, atMs }: Compliance): string {
  const is = isCompliant ? 'are compliant' : 'are not compliant';
  return `${judged[type]} ${is}, as of ${iso(atMs).slice(0, 16).replace('T', ' ')} UTC.`;
}

const driftWords = {
  told: 'is not as it was installed',
  sent: 'was not as it was installed, and is sent again for that',
  back: 'is not as it was installed, also after it was sent again',
  mended: 'was not as it was installed, and is well again',
} as const;

function tellDrift({ document, status, reason, sinceMs }: Drift): string {
  const said = `${reason}. ${reasonOf(reason)?.sentence ?? ''}`.trim();
  return `${document} ${driftWords[status]}, since ${iso(sinceMs).slice(0, 16).replace('T', ' ')} UTC: ${said}`;
}

function sureOf(entry: RosterEntry): Pick<Story, 'sure'> {
  if (entry.status !== 'unmanaged' || entry.causeCertainty === undefined) return {};
  const { causeCertainty, notLookedAt } = entry;
  return { sure: `${causeCertainty}${notLookedAt ? `; not looked at: ${notLookedAt}` : ''}` };
}

function tellOfUnknown(facts: Facts): Pick<Story, 'instanceId' | 'answer' | 'next'> {
  const { instanceId, instance, managed } = facts;
  const next = nextOfUnknown(facts);
  if (isOutside(instanceId) && managed !== undefined)
    return { instanceId, answer: 'The roster has no entry. Systems Manager knows the node.', next };
  if (instance === undefined)
    return {
      instanceId,
      answer: `Neither the roster nor ${isOutside(instanceId) ? 'Systems Manager knows the node' : 'EC2 knows the instance'} in this account and region.`,
      next,
    };
  const registered = managed === undefined ? 'is not registered with' : 'is registered with';
  return {
    instanceId,
    answer: `The roster has no entry. EC2 shows the instance as ${instance.state}, and it ${registered} Systems Manager.`,
    next,
  };
}

/**
 * The starts that the entry knows of. Of the latest it knows the time, if EC2 has told it. Of others it knows that they
 * were there before a decision.
 */
function startsOf({ instance }: Facts, entry: RosterEntry, history: readonly HistoryItem[]): Happening[] {
  const { launchedAt, firstSeenAt } = entry;
  const isOfEvent = launchedAt === firstSeenAt && instance?.launchedAtMs !== launchedAt;
  const latest = { at: iso(launchedAt), kind: 'started' } as const;
  const later = history.filter(({ isNewStart }) => isNewStart);
  const isRestarted = later.length > 0 || isHistoryCut(entry.history ?? '');
  const first = isRestarted ? history.slice(0, 1) : [];
  const before = [...first, ...later.slice(0, -1)]
    .filter(({ atMs }) => atMs < launchedAt)
    .map(({ atMs }) => atMs);
  return [
    ...[...new Set(before)].map((ms) => ({ at: iso(ms), kind: 'started', isBy: true }) as const),
    isOfEvent ? { ...latest, isHeard: true } : latest,
  ];
}

function loggedOf({ logged }: Facts): Happening[] {
  return (logged?.decisions ?? []).map(({ atMs, reason }) => ({ at: iso(atMs), kind: 'logged', reason }));
}

/** What is said of the time before a history that is cut. */
function beforeOf({ logged }: Facts, isCut: boolean): Pick<Story, 'beforeHistory'> {
  if (!isCut) return {};
  if (logged === undefined) return { beforeHistory: 'earlier changes are not kept' };
  const gap = logged.gap === undefined ? 'read for a week before' : `not whole: ${logged.gap}`;
  return { beforeHistory: `earlier changes are not kept; what was decided is from the logs (${gap})` };
}

function decisionsOf(entry: RosterEntry, history: readonly HistoryItem[]): Happening[] {
  const { changedAt, status, reason } = entry;
  const last = history.at(-1);
  const isTold = last?.status === status && last.reason === reason;
  const items = isTold ? history : [...history, { atMs: changedAt, status, reason }];
  return items.map((item) => ({
    at: iso(item.atMs),
    kind: 'decided',
    status: item.status,
    reason: item.reason,
  }));
}

function commandsOf({ commands }: Facts): Happening[] {
  return commands.map(({ requestedAtMs, ...command }) => ({
    at: iso(requestedAtMs),
    kind: 'commanded',
    ...command,
  }));
}

/** A sort keeps the order of what falls into one second. */
function inOrder(happenings: readonly Happening[]): Happening[] {
  return happenings.toSorted((a, b) => second(a.at).localeCompare(second(b.at)));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/**
 * Puts commands among what was decided. A history knows seconds only, so a command goes before the decision that records
 * it, if there is one from its second on.
 */
function insertCommands(others: readonly Happening[], commands: readonly Happening[]): Happening[] {
  const happenings = [...others];
  for (const command of commands) {
    const isFrom = ({ at }: Happening) => second(at) >= second(command.at);
    const isItsRecord = (one: Happening) =>
      one.kind === 'decided' && one.status === 'commanded' && isFrom(one);
    // Nobody records a verification that is well.
    const isVerification = command.kind === 'commanded' && command.isVerification === true;
    const record = isVerification ? -1 : happenings.findIndex(isItsRecord);
    const next = happenings.findIndex((one) => second(one.at) > second(command.at));
    const places = [record, next].filter((place) => place !== -1);
    happenings.splice(places.length === 0 ? happenings.length : Math.min(...places), 0, command);
  }
  return happenings;
}

function second(at: string): string {
  return at.slice(0, 19);
}
