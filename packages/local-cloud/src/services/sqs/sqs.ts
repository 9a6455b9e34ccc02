import type { Host } from '../../core/host.ts';
import { type Bill, billedChunks } from '../../core/meter.ts';
import type { Service } from '../../core/service.ts';
import type { MessageContent } from './message.ts';
import { checkContent } from './message-content.ts';
import { payloadBytes } from './payload.ts';
import type { Queue } from './queue.ts';
import { type QueueAddress, QueueDirectory } from './queue-directory.ts';
import { invalidParameter } from './sqs-errors.ts';
import { sqsOperations } from './sqs-operations.ts';

/** The `AWS/SQS` metrics of a queue. `NumberOf...` are totals since its declaration: subtract two readings. */
export interface QueueMetrics {
  readonly ApproximateNumberOfMessagesVisible: number;
  readonly ApproximateNumberOfMessagesNotVisible: number;
  readonly ApproximateNumberOfMessagesDelayed: number;
  /** Seconds. */
  readonly ApproximateAgeOfOldestMessage: number;
  /** As on AWS, a message that redrive moves to a dead-letter queue does not count. */
  readonly NumberOfMessagesSent: number;
  readonly NumberOfMessagesReceived: number;
  readonly NumberOfMessagesDeleted: number;
  readonly NumberOfEmptyReceives: number;
}

/**
 * Amazon SQS: standard queues, declared from resolved template properties. The gateway calls its operations. Services
 * in the same process use `put` and `queue`, which check no permission: the caller must have checked `policiesOf`.
 */
export class Sqs implements Service {
  readonly name = 'sqs';
  readonly operations: ReturnType<typeof sqsOperations>;
  readonly #queues: QueueDirectory;
  readonly #bill: Bill;

  constructor(host: Host) {
    this.#bill = host.bill;
    this.#queues = new QueueDirectory(host);
    this.operations = sqsOperations(this.#queues);
  }

  /**
   * Declares an `AWS::SQS::Queue` from its resolved properties. Declare a dead-letter queue before the queues that use
   * it. Throws AWS's error for an invalid property, and NotEmulatedError for FIFO queues and SSE-KMS.
   */
  declareQueue(properties: Readonly<Record<string, unknown>>, address: QueueAddress): Queue {
    return this.#queues.declare(properties, address);
  }

  /** Changes an `AWS::SQS::Queue` to these resolved properties. Messages and the policy stay. */
  updateQueue(queueArn: string, properties: Readonly<Record<string, unknown>>): void {
    this.#queues.redeclare(this.#queues.byArn(queueArn), properties);
  }

  /** Deletes a queue with its messages, also those in flight. Its name is free again after 60 s. */
  removeQueue(queueArn: string): void {
    this.#queues.remove(queueArn);
  }

  /** When the name of a deleted queue can be used again, in epoch milliseconds. Negative if it was never used. */
  freeMs(queueArn: string): number {
    return this.#queues.freeMs(queueArn);
  }

  has(queueArn: string): boolean {
    return this.#queues.find(queueArn) !== undefined;
  }

  /** The ARNs of every queue, in the order of declaration. */
  get queueArns(): readonly string[] {
    return this.#queues.all().map(({ arn }) => arn);
  }

  /** The ARN in a queue URL. The queue need not exist. */
  arnOfUrl(queueUrl: string): string {
    return this.#queues.arnOfUrl(queueUrl);
  }

  /** Deletes the policy of a queue, if the queue exists. */
  removeQueuePolicy(queueUrl: string): void {
    const queue = this.#queues.find(this.#queues.arnOfUrl(queueUrl));
    if (queue !== undefined) this.#queues.update(queue, { Policy: '' });
  }

  /** Declares an `AWS::SQS::QueuePolicy`: `Queues` are queue URLs. A queue has one policy; the latest wins. */
  declareQueuePolicy(properties: Readonly<Record<string, unknown>>): void {
    const { Queues: urls, PolicyDocument: document } = properties;
    if (!Array.isArray(urls) || !urls.every((url): url is string => typeof url === 'string'))
      throw invalidParameter(`Queues must be a list of queue URLs, not ${JSON.stringify(urls)}.`);
    for (const url of urls)
      this.#queues.update(this.#queues.byUrl(url), { Policy: JSON.stringify(document ?? null) });
  }

  /** The resource policies of a queue, as JSON objects, for IAM to evaluate. Empty when it has none. */
  policiesOf(queueArn: string): readonly unknown[] {
    const policy = this.#queues.find(queueArn)?.settings.attributes['Policy'];
    return policy === undefined ? [] : [JSON.parse(policy)];
  }

  /** The queue with this ARN. Throws QueueDoesNotExist. */
  queue(queueArn: string): Queue {
    return this.#queues.byArn(queueArn);
  }

  /**
   * Sends a message from another service, with the delay of the queue, and returns its id. Throws what SendMessage
   * throws: no such queue, too long, invalid characters.
   */
  put(queueArn: string, content: MessageContent): string {
    const queue = this.#queues.byArn(queueArn);
    checkContent(queue, content);
    const payload = { MessageBody: content.body, MessageAttributes: content.attributes };
    this.#bill('sqs.requests', queue.name, billedChunks(payloadBytes(payload, undefined)));
    return queue.put(content).id;
  }

  /** The current metrics of a queue. */
  metrics(queueArn: string): QueueMetrics {
    const { counts, totals, ageOfOldestSeconds } = this.#queues.byArn(queueArn);
    return {
      ApproximateNumberOfMessagesVisible: counts.visible,
      ApproximateNumberOfMessagesNotVisible: counts.inFlight,
      ApproximateNumberOfMessagesDelayed: counts.delayed,
      ApproximateAgeOfOldestMessage: ageOfOldestSeconds,
      NumberOfMessagesSent: totals.sent,
      NumberOfMessagesReceived: totals.received,
      NumberOfMessagesDeleted: totals.deleted,
      NumberOfEmptyReceives: totals.emptyReceives,
    };
  }
}
