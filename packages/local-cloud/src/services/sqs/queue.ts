import type { Random } from '../../core/random.ts';
import { ServiceError } from '../../core/service.ts';
import type { Timeline } from '../../core/timeline.ts';
import { type MessageContent, parseReceiptHandle, receiptHandleOf, StoredMessage } from './message.ts';
import { MessagePlaces, type QueueCounts } from './message-places.ts';
import type { QueueSettings } from './queue-settings.ts';
import { invalidValue, receiptHandleIsInvalid } from './sqs-errors.ts';

/** The most messages of a standard queue that may be in flight (SQS quotas: "approximately 120,000"). */
export const IN_FLIGHT_MESSAGES_MAX = 120_000;

/** The longest visibility timeout after a receive, including extensions (ChangeMessageVisibility). */
export const VISIBILITY_SECONDS_MAX = 43_200;

/** The number of receives from which the age metric ignores a message (SQS developer guide, CloudWatch metrics). */
const POISON_RECEIVES = 3;

/** The dependencies of a queue. */
export interface QueueGround {
  readonly timeline: Timeline;
  readonly random: Random;
  /** The queue with this ARN, for redrive. */
  find(queueArn: string): Queue | undefined;
}

/** The identity of a queue. Its number is unique in the account and is part of receipt handles. */
export interface QueueIdentity {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly number: number;
}

/** Counters since the declaration of the queue. Subtract two readings to get a metric. */
export interface QueueTotals {
  sent: number;
  received: number;
  deleted: number;
  expired: number;
  /** Moved to the dead-letter queue because of too many receives. */
  deadLettered: number;
  /** Purged by PurgeQueue, or moved by a move task. */
  removed: number;
  emptyReceives: number;
}

/**
 * A standard queue, with at-least-once delivery and best-effort ordering. It checks neither permissions nor message
 * content; `Sqs` does.
 *
 * Nothing is on the timeline unless a message is delayed or in flight. Expired messages are dropped when they would be
 * received or counted.
 */
export class Queue implements QueueIdentity {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly number: number;
  readonly createdMs: number;
  readonly totals: QueueTotals = {
    sent: 0,
    received: 0,
    deleted: 0,
    expired: 0,
    deadLettered: 0,
    removed: 0,
    emptyReceives: 0,
  };
  readonly #ground: QueueGround;
  #settings: QueueSettings;
  #modifiedMs: number;
  readonly #places: MessagePlaces;
  /** A lower bound of the sent times. While it is recent enough, no message can have expired. */
  #oldestSentMs = Number.POSITIVE_INFINITY;

  constructor(ground: QueueGround, identity: QueueIdentity, settings: QueueSettings) {
    this.#ground = ground;
    this.name = identity.name;
    this.arn = identity.arn;
    this.url = identity.url;
    this.number = identity.number;
    this.#settings = settings;
    this.createdMs = ground.timeline.nowMs;
    this.#modifiedMs = this.createdMs;
    this.#places = new MessagePlaces(ground.timeline);
  }

  /** The settings. New settings are not retroactive: a changed delay applies only to later messages. */
  get settings(): QueueSettings {
    return this.#settings;
  }

  set settings(settings: QueueSettings) {
    this.#settings = settings;
    this.#modifiedMs = this.#ground.timeline.nowMs;
  }

  /** When the settings last changed. */
  get modifiedMs(): number {
    return this.#modifiedMs;
  }

  /** Adds a new message; `delaySeconds` overrides the delay of the queue (0..900). */
  put(content: MessageContent, delaySeconds = this.settings.delaySeconds): StoredMessage {
    const message = new StoredMessage(this.#ground.random.uuid(), content, this.#ground.timeline.nowMs);
    this.totals.sent++;
    this.#enter(message);
    if (delaySeconds > 0) this.#places.hide(message, 'delayed', delaySeconds);
    else this.#places.show(message);
    return message;
  }

  /**
   * Receives up to `messagesMax` visible messages and hides them for `visibilitySeconds` (default: the queue's).
   * Messages that exceed `maxReceiveCount` go to the dead-letter queue instead. Returns fewer messages, or none, at the
   * in-flight limit.
   */
  receive(messagesMax: number, visibilitySeconds = this.settings.visibilityTimeoutSeconds): StoredMessage[] {
    const received: StoredMessage[] = [];
    while (received.length < messagesMax && !this.isAtInFlightLimit) {
      const message = this.#takeReceivable();
      if (message === undefined) break;
      this.#markReceived(message, visibilitySeconds);
      received.push(message);
    }
    this.totals.received += received.length;
    if (received.length === 0) this.totals.emptyReceives++;
    // A visibility timeout of 0 makes a message visible again at once. One call must not receive it twice.
    for (const message of received) if (visibilitySeconds === 0) this.#places.show(message);
    return received;
  }

  /** The receipt handle of the latest receive of a message of this queue. */
  receiptHandle(message: StoredMessage): string {
    return receiptHandleOf(this.number, message);
  }

  /**
   * Deletes the message of this handle, even if it is visible again. A handle of an earlier receive or of a deleted
   * message is accepted without effect.
   */
  delete(receiptHandle: string): void {
    const { message, isLatest } = this.#lookUp(receiptHandle);
    if (message !== undefined && isLatest) this.#leave(message, 'deleted');
  }

  /**
   * Hides the message of this handle for `seconds` from now. For 0, it becomes visible at once. The latest handle still
   * works after the visibility timeout, until another receive or the deletion. Recorded.
   */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const { message, isLatest } = this.#lookUp(receiptHandle);
    if (message === undefined) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      throw invalidValue('ReceiptHandle', receiptHandle, reason);
    }
    if (!isLatest) throw new ServiceError('MessageNotInflight', 'The specified message is not in flight.');
    const totalMs = this.#ground.timeline.nowMs + seconds * 1000 - message.receivedMs;
    if (totalMs > VISIBILITY_SECONDS_MAX * 1000) {
      const limit = `the limit [${VISIBILITY_SECONDS_MAX} seconds]`;
      throw invalidValue(
        'VisibilityTimeout',
        seconds,
        `Total VisibilityTimeout for the message is beyond ${limit}`,
      );
    }
    if (message.state === 'inFlight') this.#places.unhide(message);
    if (seconds > 0) this.#places.hide(message, 'inFlight', seconds);
    else if (message.state === 'inFlight') this.#places.show(message);
  }

  /** The next visible message, which stays in the queue, or undefined. */
  peekVisible(): StoredMessage | undefined {
    for (let message = this.#places.peek(); message !== undefined; message = this.#places.peek()) {
      if (!this.#isExpired(message)) return message;
      this.#leave(message, 'expired');
    }
    return undefined;
  }

  /** Removes a message that is moved to another queue. */
  take(message: StoredMessage): void {
    if (this.#places.find(message.id) !== message) throw new Error(`${message.id} is not in ${this.arn}.`);
    this.#leave(message, 'removed');
  }

  /** Removes all messages, including those in flight and delayed. */
  purge(): void {
    this.totals.removed += this.#places.clear();
  }

  /** True if no message can be received until others are deleted or become visible again. */
  get isAtInFlightLimit(): boolean {
    return this.#places.counts.inFlight >= IN_FLIGHT_MESSAGES_MAX;
  }

  /** The number of messages in each state. It is exact; on AWS it is approximate. */
  get counts(): QueueCounts {
    this.#dropExpired();
    const { visible, inFlight, delayed } = this.#places.counts;
    return { visible, inFlight, delayed };
  }

  /**
   * Seconds since the arrival of the oldest message, or 0. Messages that were received three times or more do not
   * count.
   */
  get ageOfOldestSeconds(): number {
    this.#dropExpired();
    for (const message of this.#places.all()) {
      if (message.receiveCount < POISON_RECEIVES)
        return Math.floor((this.#ground.timeline.nowMs - message.arrivedMs) / 1000);
    }
    return 0;
  }

  /**
   * Calls `listener` when messages have become visible, in a separate step and once for many messages. Without
   * listeners, nothing is scheduled. Returns a function that unsubscribes.
   */
  onVisible(listener: () => void): () => void {
    return this.#places.onVisible(listener);
  }

  /** Takes the next message that can be received. Drops expired messages on the way and moves dead letters. */
  #takeReceivable(): StoredMessage | undefined {
    for (let message = this.#places.shift(); message !== undefined; message = this.#places.shift()) {
      if (this.#isExpired(message)) this.#leave(message, 'expired');
      else if (!this.#redrive(message)) return message;
    }
    return undefined;
  }

  #markReceived(message: StoredMessage, visibilitySeconds: number): void {
    message.receivedMs = this.#ground.timeline.nowMs;
    if (message.firstReceivedMs === 0) message.firstReceivedMs = message.receivedMs;
    message.receiveCount++;
    message.receivesHere++;
    this.#places.hide(message, 'inFlight', visibilitySeconds);
  }

  /** Moves a message that was received too often to the dead-letter queue. Returns false for any other message. */
  #redrive(message: StoredMessage): boolean {
    const redrive = this.settings.redrive;
    if (redrive === undefined || message.receivesHere < redrive.maxReceiveCount) return false;
    const target = this.#ground.find(redrive.deadLetterTargetArn);
    if (target === undefined) return false; // it was deleted: the message stays here
    this.#leave(message, 'deadLettered');
    target.#acceptDeadLetter(message, this.arn);
    return true;
  }

  #acceptDeadLetter(message: StoredMessage, sourceArn: string): void {
    message.deadLetterSourceArn = sourceArn;
    message.receivesHere = 0;
    message.arrivedMs = this.#ground.timeline.nowMs;
    this.#enter(message);
    this.#places.show(message);
  }

  #lookUp(receiptHandle: string): { message: StoredMessage | undefined; isLatest: boolean } {
    const parsed = parseReceiptHandle(this.number, receiptHandle);
    if (parsed === undefined) throw receiptHandleIsInvalid(receiptHandle);
    const message = this.#places.find(parsed.messageId);
    return { message, isLatest: message?.receiveCount === parsed.receiveCount };
  }

  #enter(message: StoredMessage): void {
    this.#places.add(message);
    this.#oldestSentMs = Math.min(this.#oldestSentMs, message.sentMs);
  }

  #leave(message: StoredMessage, why: 'deleted' | 'expired' | 'deadLettered' | 'removed'): void {
    this.#places.remove(message);
    this.totals[why]++;
  }

  #isExpired(message: StoredMessage): boolean {
    return this.#ground.timeline.nowMs - message.sentMs >= this.settings.retentionSeconds * 1000;
  }

  #dropExpired(): void {
    const limitMs = this.#ground.timeline.nowMs - this.settings.retentionSeconds * 1000;
    if (this.#oldestSentMs > limitMs) return;
    this.#oldestSentMs = Number.POSITIVE_INFINITY;
    for (const message of [...this.#places.all()]) {
      if (this.#isExpired(message)) this.#leave(message, 'expired');
      else this.#oldestSentMs = Math.min(this.#oldestSentMs, message.sentMs);
    }
  }
}
