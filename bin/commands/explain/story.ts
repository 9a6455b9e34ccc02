import {
  type HistoryItem,
  isHistoryCut,
  readHistory,
} from '../../../lambdas/shared/domain/roster/history.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { reasonOf } from '../../print/reason-texts.ts';
import type { Facts, SentCommand } from './read-facts.ts';

/** One thing that happened. Times are ISO 8601, in UTC. */
export type Happening =
  | { readonly at: string; readonly kind: 'started' }
  | { readonly at: string; readonly kind: 'decided'; readonly status: string; readonly reason: string }
  | ({ readonly at: string; readonly kind: 'commanded' } & Omit<SentCommand, 'requestedAtMs'>);

/** What Muster does next about an instance. */
export interface Next {
  readonly what: string;
  /** Absent when no time is set. */
  readonly at?: string;
}

/** The whole story of one instance. */
export interface Story {
  readonly instanceId: string;
  /** The answer in a sentence. */
  readonly answer: string;
  /** What a person can do; absent when there is nothing. */
  readonly remedy?: string;
  readonly place?: string;
  /** How sure the cause is, and what was not looked at; absent where there is none. */
  readonly sure?: string;
  /** In the order of time. */
  readonly happenings: readonly Happening[];
  /** True when the history begins later than the instance: the roster keeps the latest changes only. */
  readonly isCut: boolean;
  readonly next: Next;
}

/** Tells the story of an instance. It says nothing that the facts do not show. */
export function tellStory(facts: Facts): Story {
  const { instanceId, entry } = facts;
  if (entry === undefined) return { ...tellOfUnknown(facts), happenings: commandsOf(facts), isCut: false };
  const reason = reasonOf(entry.reason);
  const history = entry.history === undefined ? [] : readHistory(entry.history);
  const place = entry.status === 'unmanaged' ? entry.causeDetail : undefined;
  const remedy = reason?.remedy;
  return {
    instanceId,
    answer: `${entry.status}: ${entry.reason}. ${reason?.sentence ?? ''}`.trim(),
    ...(remedy === undefined || remedy.startsWith('None') ? {} : { remedy }),
    ...(place === undefined ? {} : { place }),
    ...sureOf(entry),
    happenings: insertCommands(
      inOrder([...startsOf(entry), ...decisionsOf(entry, history)]),
      commandsOf(facts),
    ),
    isCut: isHistoryCut(entry.history ?? ''),
    next: nextOf(facts, entry),
  };
}

function sureOf(entry: RosterEntry): Pick<Story, 'sure'> {
  if (entry.status !== 'unmanaged' || entry.causeCertainty === undefined) return {};
  const { causeCertainty, notLookedAt } = entry;
  return { sure: `${causeCertainty}${notLookedAt ? `; not looked at: ${notLookedAt}` : ''}` };
}

function tellOfUnknown({
  instanceId,
  instance,
  managed,
}: Facts): Pick<Story, 'instanceId' | 'answer' | 'next'> {
  if (instance === undefined)
    return {
      instanceId,
      answer: 'Neither the roster nor EC2 knows the instance in this account and region.',
      next: { what: 'nothing: check the id, --region and --environment' },
    };
  const registered = managed === undefined ? 'is not registered with' : 'is registered with';
  return {
    instanceId,
    answer: `The roster has no entry. EC2 shows the instance as ${instance.state}, and it ${registered} Systems Manager.`,
    next: {
      what:
        instance.state === 'running'
          ? 'the event of its start brings it within minutes, or the sweep within an hour; one that ran before Muster was deployed is adopted if adoptPerSweepMax says so'
          : 'it is taken up when it runs',
    },
  };
}

function startsOf({ launchedAt }: RosterEntry): Happening[] {
  return [{ at: iso(launchedAt), kind: 'started' }];
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

function nextOf({ instance }: Facts, entry: RosterEntry): Next {
  switch (entry.status) {
    case 'waiting':
      return { what: 'Muster looks again', at: iso(entry.dueAt) };
    case 'claimed':
      return {
        what: 'the command is sent, or the claim expires and is looked into',
        at: iso(entry.leaseUntil),
      };
    case 'commanded':
      return { what: 'the result comes by an event, or is read', at: iso(entry.dueAt) };
    case 'unmanaged':
      return {
        what: 'the sweep notices within 20 minutes when it registers; its cause is looked for again',
        at: iso(entry.dueAt),
      };
    case 'onboarded':
      return { what: 'nothing: it is done, until its tags choose another profile or a roll-out comes' };
    case 'failed':
      return {
        what: 'nothing by itself, until it starts again, its tags change, or a deployment changes what is sent',
      };
    case 'excluded':
      return { what: 'nothing by itself, until its tags or the configuration change' };
    case 'gone':
      return instance?.state === 'stopped'
        ? { what: 'it is looked at when it starts again' }
        : {
            what: 'the entry is deleted',
            ...('expiresAt' in entry ? { at: iso(entry.expiresAt ?? 0) } : {}),
          };
  }
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
    const record = happenings.findIndex(isItsRecord);
    const next = happenings.findIndex((one) => second(one.at) > second(command.at));
    const places = [record, next].filter((place) => place !== -1);
    happenings.splice(places.length === 0 ? happenings.length : Math.min(...places), 0, command);
  }
  return happenings;
}

function second(at: string): string {
  return at.slice(0, 19);
}
