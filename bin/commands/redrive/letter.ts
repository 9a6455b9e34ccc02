import type { DeadLetterQueueName } from '../../../lambdas/shared/runtime/contract.ts';

/** A queue of dead letters, and the queue to which they go back. */
export interface LetterQueue {
  readonly name: DeadLetterQueueName;
  readonly url: string;
  readonly backToUrl: string;
}

/** A dead letter as SQS tells it. */
export interface Letter {
  readonly queue: LetterQueue;
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** When the event was first put into a queue; in epoch milliseconds. */
  readonly sentAtMs: number;
  /** True when SQS moved it here, because it was delivered as often as its queue allows. */
  readonly isMoved: boolean;
  /** What EventBridge wrote on it: `ERROR_CODE`, `RULE_ARN` ... */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Why a letter is dead. */
export type LetterCause = 'NotSettled' | 'Undelivered' | 'Unreadable' | 'OfAnotherPlace' | 'NotKnown';

/** A letter, and why it is dead. */
export interface JudgedLetter {
  readonly letter: Letter;
  readonly cause: LetterCause;
  /** What is known besides: the error of EventBridge, or what is wrong with the body. */
  readonly detail?: string;
  /** The instance that it is about; undefined when it cannot be read. */
  readonly instanceId?: string;
}

/** What became of a letter. `sentAndKept` was sent, and could not be deleted. */
export type LetterEnd = 'sentBack' | 'deleted' | 'kept' | 'notSent' | 'notDeleted' | 'sentAndKept';

/** A letter that was dealt with. */
export interface EndedLetter extends JudgedLetter {
  readonly end: LetterEnd;
  /** Why SQS refused to take or to delete it. */
  readonly refusal?: string;
}

/** True for a letter with which Muster can do something: it goes back. The others would only come here again, or be dropped. */
export function isOfUse({ cause }: JudgedLetter): boolean {
  return cause !== 'Unreadable' && cause !== 'OfAnotherPlace';
}
