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

/** How a function failed while a letter lay in its queue. */
export interface Failure {
  /** The name of the error, such as `InternalServerError`. */
  readonly error: string;
  readonly message: string;
  /** The call of AWS that failed, such as `dynamodb:Scan`; undefined where its message does not name it. */
  readonly call?: string;
  /** The latest, in epoch milliseconds. */
  readonly atMs: number;
  /** How many calls of the function ended so, of those that were read. */
  readonly calls: number;
  /** True when a line of the same call names the instance of the letter. Else it may be about others. */
  readonly isOwn: boolean;
}

/** A letter, and why it is dead. */
export interface JudgedLetter {
  readonly letter: Letter;
  readonly cause: LetterCause;
  /** What is known besides: the error of EventBridge, or what is wrong with the body. */
  readonly detail?: string;
  /** The instance that it is about; undefined when it cannot be read. */
  readonly instanceId?: string;
  /** Of a letter that was not settled, or may not have been: what the log tells; undefined where it was not read, or tells nothing. */
  readonly failures?: readonly Failure[];
  /** Why the log was not read, or not whole. */
  readonly logGap?: string;
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
