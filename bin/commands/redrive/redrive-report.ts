import type { EndedLetter } from './letter.ts';
import type { FoundLetters } from './read-letters.ts';

/** What `muster redrive` has to tell: what it found, and what became of it. */
export interface RedriveReport {
  readonly account: string;
  readonly region: string;
  readonly found: readonly Omit<FoundLetters, 'letters'>[];
  readonly letters: readonly EndedLetter[];
}

/** The report as JSON. The receipts of SQS are of no use to anybody else. */
export function toJson({ account, region, found, letters }: RedriveReport): unknown {
  return {
    account,
    region,
    queues: found.map(({ queue: { name, url, backToUrl }, hidden, areMore }) => ({
      ...{ name, url, backToUrl, letters: letters.filter(({ letter }) => letter.queue.name === name).length },
      ...{ hidden, areMore },
    })),
    letters: letters.map(({ letter, cause, detail, instanceId, failures, logGap, end, refusal }) => ({
      queue: letter.queue.name,
      messageId: letter.messageId,
      ...{ cause, detail, instanceId, failures, logGap, end, refusal },
      sentAt: new Date(letter.sentAtMs).toISOString(),
      body: letter.body,
      attributes: letter.attributes,
    })),
  };
}
