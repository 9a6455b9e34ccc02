import type { Host } from '../../core/host.ts';
import { billedChunks } from '../../core/meter.ts';
import { type Authorization, NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import { payloadBytes } from './payload.ts';
import { Queue } from './queue.ts';
import {
  attributesOfProperties,
  isRedriveAllowed,
  parseQueueSettings,
  type QueueAttributes,
  type QueueSettings,
} from './queue-settings.ts';
import { invalidValue, queueDoesNotExist, required } from './sqs-errors.ts';

/** How long the name of a deleted queue cannot be used (SQS API, DeleteQueue). */
const nameRestMs = 60_000;

/** The address of a declared queue: its name, its ARN, and the URL at which the gateway serves it. */
export interface QueueAddress {
  readonly queueName: string;
  readonly arn: string;
  readonly url: string;
}

/** The queues of the account and region, by ARN and by URL. */
export class QueueDirectory {
  readonly host: Host;
  readonly #queues = new Map<string, Queue>();
  readonly #deletedMs = new Map<string, number>();
  #declaredCount = 0;

  constructor(host: Host) {
    this.host = host;
  }

  /** Declares a queue. A dead-letter queue must be declared before the queues that use it. */
  declare(properties: Readonly<Record<string, unknown>>, address: QueueAddress): Queue {
    const { queueName, arn, url } = address;
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(queueName))
      throw queueName.endsWith('.fifo')
        ? new NotEmulatedError(`FIFO queues (${queueName})`)
        : invalidValue(
            'QueueName',
            queueName,
            'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
          );
    if (this.#queues.has(arn))
      throw new ServiceError('QueueNameExists', `A queue named ${queueName} already exists.`);
    this.#refuseRecentlyDeleted(arn);
    const settings = this.#parse(attributesOfProperties(properties), arn);
    const ground = {
      timeline: this.host.timeline,
      random: this.host.random(`sqs/${queueName}`),
      find: (queueArn: string) => this.#queues.get(queueArn),
    };
    const number = this.#declaredCount++;
    const queue = new Queue(ground, { name: queueName, arn, url, number }, settings);
    this.#queues.set(arn, queue);
    return queue;
  }

  /** Changes some attributes of a queue. They take effect at once; on AWS that takes up to 60 s. */
  update(queue: Queue, attributes: QueueAttributes): void {
    queue.settings = this.#parse({ ...queue.settings.attributes, ...attributes }, queue.arn);
  }

  /** Gives a queue the attributes of these properties, and defaults for the others. Its policy stays. */
  redeclare(queue: Queue, properties: Readonly<Record<string, unknown>>): void {
    const policy = queue.settings.attributes['Policy'] ?? '';
    queue.settings = this.#parse({ ...attributesOfProperties(properties), Policy: policy }, queue.arn);
  }

  /** Deletes a queue with its messages, if it exists. */
  remove(queueArn: string): void {
    this.#queues.get(queueArn)?.purge();
    if (this.#queues.delete(queueArn)) this.#deletedMs.set(queueArn, this.host.timeline.nowMs);
  }

  /** When the name of a deleted queue can be used again. */
  freeMs(queueArn: string): number {
    return (this.#deletedMs.get(queueArn) ?? Number.NEGATIVE_INFINITY) + nameRestMs;
  }

  /** Every queue, in the order of declaration. */
  all(): readonly Queue[] {
    return [...this.#queues.values()];
  }

  /** The queue with this ARN; undefined when there is none. */
  find(queueArn: string): Queue | undefined {
    return this.#queues.get(queueArn);
  }

  /** The queue with this ARN. Throws QueueDoesNotExist. */
  byArn(queueArn: string): Queue {
    const queue = this.#queues.get(queueArn);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  }

  /** The queue whose account and name are the last two segments of the URL's path. Throws QueueDoesNotExist. */
  byUrl(queueUrl: string | undefined): Queue {
    return this.byArn(this.arnOfUrl(queueUrl));
  }

  /** The ARN in a queue URL. The queue need not exist. */
  arnOfUrl(queueUrl: string | undefined): string {
    const url = required('QueueUrl', queueUrl);
    const [, accountId, name] = /\/([0-9]{12})\/([^/?]+)\/?$/.exec(url) ?? [];
    if (accountId !== undefined && name !== undefined) return this.arnOfName(name, accountId);
    throw new ServiceError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, {
      statusCode: 404,
    });
  }

  /** The ARN of a queue of this region. */
  arnOfName(name: string, accountId = this.host.accountId): string {
    return `arn:${this.host.partition}:sqs:${this.host.region}:${accountId}:${name}`;
  }

  /** The queues that have `queueArn` as their dead-letter queue. */
  sourcesOf(queueArn: string): readonly Queue[] {
    return this.all().filter((queue) => queue.settings.redrive?.deadLetterTargetArn === queueArn);
  }

  #refuseRecentlyDeleted(arn: string): void {
    if (this.host.timeline.nowMs >= this.freeMs(arn)) return;
    throw new ServiceError(
      'QueueDeletedRecently',
      'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
    );
  }

  #parse(attributes: QueueAttributes, sourceArn: string): QueueSettings {
    const settings = parseQueueSettings(attributes);
    const { redrive } = settings;
    if (redrive === undefined) return settings;
    const target = this.#queues.get(redrive.deadLetterTargetArn);
    const policy = settings.attributes['RedrivePolicy'];
    if (target === undefined)
      throw invalidValue('RedrivePolicy', policy, 'Dead letter target does not exist.');
    if (!isRedriveAllowed(target.settings.redriveAllow, sourceArn))
      throw invalidValue(
        'RedrivePolicy',
        policy,
        'The dead letter target does not allow this queue as a source.',
      );
    return settings;
  }
}

/** One authorization for a queue. Every local call counts as a call over TLS. */
export function authorization(action: string, resource: string): Authorization {
  return { action: `sqs:${action}`, resource, conditions: { 'aws:SecureTransport': 'true' } };
}

/** Creates an operation on the queue of its `QueueUrl` that requires one permission. It is billed by its payload. */
export function queueOperation<Input extends { QueueUrl?: string | undefined }, Output>(
  queues: QueueDirectory,
  action: string,
  run: (queue: Queue, input: Input, senderId: string) => Output,
): Operation<Input, Output> {
  return {
    authorize: (input) => [authorization(action, queues.arnOfUrl(input.QueueUrl))],
    run(input, context) {
      const queue = queues.byUrl(input.QueueUrl);
      const output = run(queue, input, senderIdOf(context.principal));
      queues.host.bill('sqs.requests', queue.name, billedChunks(payloadBytes(input, output)));
      return output;
    },
  };
}

function senderIdOf(principal: Parameters<Operation['run']>[1]['principal']): string {
  if (principal.kind === 'administrator') return 'AIDALOCALADMINISTRATOR';
  if (principal.kind === 'service') return principal.service;
  return `AROALOCAL:${principal.roleArn.slice(principal.roleArn.lastIndexOf('/') + 1)}`;
}
