import { styleText } from 'node:util';
import type { DeadLetterQueueName } from '../../lambdas/shared/runtime/contract.ts';
import {
  type EndedLetter,
  isOfUse,
  type JudgedLetter,
  type LetterCause,
  type LetterEnd,
} from '../commands/redrive/letter.ts';
import type { FoundLetters } from '../commands/redrive/read-letters.ts';
import { nameInstances } from './name-instances.ts';
import { shortText, visibleText } from './visible-text.ts';

/** The characters of a body or of an error that a line shows; `--json` has all. */
const detailCharactersMax = 200;
/** How many bodies of a cause are shown. */
const bodiesMax = 3;
/** How many errors of a cause are shown. */
const failuresMax = 3;

const titles: Record<DeadLetterQueueName, string> = {
  LaunchesDeadLettered: 'Launches that Muster could not settle',
  EventsUndelivered: 'Events that EventBridge could not put into the launch queue',
  OutcomesDeadLettered: 'Results of commands that Muster could not settle',
  OutcomesUndelivered: 'Results that EventBridge could not put into the outcome queue',
};

/** What each cause means, and what to do. */
const causes: Record<LetterCause, { readonly sentence: string; readonly remedy: string }> = {
  NotSettled: {
    sentence: 'Muster was given it again and again for hours, and could not settle it.',
    remedy: 'Mend what the log of the function says (docs/runbook.md), then send it back.',
  },
  Undelivered: {
    sentence: 'EventBridge could not put it into the queue.',
    remedy:
      'Send it back. After NO_PERMISSIONS or NO_RESOURCE deploy the stack again, so that the next event arrives.',
  },
  Unreadable: {
    sentence: 'It is no event that belongs into this queue. Sent back, it would come here again.',
    remedy: 'Find out who put it there. --discard deletes it.',
  },
  OfAnotherPlace: {
    sentence: 'It is an event of another account or region, and Muster would drop it.',
    remedy: '--discard deletes it.',
  },
  NotKnown: {
    sentence:
      'Muster can read it, and neither SQS nor EventBridge says why it is here. Somebody put it here.',
    remedy: 'Send it back.',
  },
};

/** What `muster redrive` has found: each queue, and below it each cause once, with its letters. */
export function letterLines({
  account,
  region,
  found,
  letters,
}: {
  readonly account: string;
  readonly region: string;
  readonly found: readonly Omit<FoundLetters, 'letters'>[];
  readonly letters: readonly JudgedLetter[];
}): string[] {
  const hidden = found.reduce((sum, one) => sum + one.hidden, 0);
  return [
    `Muster in ${account}, ${region}: ${letters.length === 0 ? 'no dead letters' : count(letters.length)}.`,
    ...(hidden === 0
      ? []
      : [`${count(hidden)} cannot be seen now: somebody else looks at them. They come back within minutes.`]),
    ...found.flatMap(({ queue: { name }, areMore }) => {
      const own = letters.filter(({ letter }) => letter.queue.name === name);
      if (own.length === 0) return [];
      const more = areMore ? '; there are more, which another call shows' : '';
      return ['', `${titles[name]} (${name}): ${count(own.length)}${more}`, ...groupLines(own)];
    }),
  ];
}

/** The question before anything is moved. */
export function questionOf(letters: readonly JudgedLetter[], discards: boolean): string {
  const back = letters.filter(isOfUse).length;
  const gone = discards ? letters.length - back : 0;
  const parts = [
    ...(back === 0 ? [] : [`Send ${count(back)} back`]),
    ...(gone === 0 ? [] : [`${back === 0 ? 'Delete' : 'delete'} ${count(gone)} for good`]),
  ];
  return `${parts.join(', and ')}?`;
}

/** What became of each. */
export function endLines(ended: readonly EndedLetter[]): string[] {
  const of = (end: LetterEnd) => ended.filter((letter) => letter.end === end);
  const line = (end: LetterEnd, text: string) =>
    of(end).length === 0 ? [] : [`${count(of(end).length)} ${text}`];
  const refused = (end: LetterEnd, text: string) => [
    ...line(end, text).map((one) => styleText('red', one)),
    ...new Set(of(end).map(({ refusal = '' }) => `  ${visibleText(refusal)}`)),
  ];
  return [
    '',
    ...line('sentBack', 'sent back. Muster decides within minutes: muster status'),
    ...line('deleted', 'deleted.'),
    ...line('kept', 'left there: Muster cannot read it. --discard deletes it.'),
    ...refused('notSent', 'not sent, and left there:'),
    ...refused('notDeleted', 'not deleted:'),
    ...refused('sentAndKept', 'sent, and not deleted. To send it again does no harm:'),
  ];
}

function groupLines(letters: readonly JudgedLetter[]): string[] {
  const groups = new Map<string, JudgedLetter[]>();
  for (const letter of letters) {
    const key = `${letter.cause} ${letter.cause === 'Undelivered' ? letter.detail : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), letter]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length).flatMap(causeLines);
}

/** A cause, for all letters that share it. They are sorted by time. */
function causeLines(letters: readonly JudgedLetter[]): string[] {
  const [oldest] = letters;
  if (oldest === undefined) return [];
  const { cause, detail } = oldest;
  const instanceIds = [...new Set(letters.flatMap(({ instanceId }) => instanceId ?? []))];
  const since = new Date(oldest.letter.sentAtMs).toISOString().slice(0, 16).replace('T', ' ');
  const age = letters.length === 1 ? `of ${since}Z` : `the oldest of ${since}Z`;
  return [
    `  ${cause}: ${count(letters.length)}, ${age}. ${causes[cause].sentence}`,
    ...(cause === 'Undelivered' ? [`    ${shortText(detail ?? '', detailCharactersMax)}`] : []),
    ...(instanceIds.length === 0
      ? bodyLines(letters)
      : [`    ${nameInstances(instanceIds.map(visibleText))}`]),
    ...failureLines(letters),
    `    What to do: ${causes[cause].remedy}`,
  ];
}

/** What the log of the function says of letters that it could not settle. */
function failureLines(letters: readonly JudgedLetter[]): string[] {
  const all = letters.flatMap(({ failures = [] }) => failures);
  const texts = new Map(
    all
      .toSorted((a, b) => Number(a.isOwn) - Number(b.isOwn) || a.atMs - b.atMs)
      .map((failure) => [`${failure.error} ${failure.message}`, failure]),
  );
  const shown = [...texts.values()].reverse().slice(0, failuresMax);
  const [gap] = letters.flatMap(({ logGap }) => logGap ?? []);
  return [
    ...shown.map(({ error, message, call, calls, atMs, isOwn }) => {
      const who = isOwn ? 'With it a call of the function failed' : 'Meanwhile a call of the function failed';
      const often = calls === 1 ? '' : `, ${calls} times`;
      const at = new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
      return `    ${who}${often}, last at ${at}Z: ${shortText(`${call === undefined ? '' : `${call}: `}${error}: ${message}`, detailCharactersMax)}`;
    }),
    ...(gap === undefined ? [] : [`    Its log was not read whole: ${visibleText(gap)}`]),
  ];
}

/** The first bodies that cannot be read, and what is wrong with each. */
function bodyLines(letters: readonly JudgedLetter[]): string[] {
  const more = letters.length - bodiesMax;
  return [
    ...letters
      .slice(0, bodiesMax)
      .flatMap(({ letter: { body }, detail }) => [
        `    ${shortText(body, detailCharactersMax)}`,
        ...(detail === undefined ? [] : [`      ${shortText(detail, detailCharactersMax)}`]),
      ]),
    ...(more > 0 ? [`    and ${more} more (--json has all)`] : []),
  ];
}

function count(number: number): string {
  return `${number} dead letter${number === 1 ? '' : 's'}`;
}
