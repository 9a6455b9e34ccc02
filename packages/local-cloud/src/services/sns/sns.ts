import type { Host } from '../../core/host.ts';
import { isRecord } from '../../core/is-record.ts';
import { billedChunks } from '../../core/meter.ts';
import { NotEmulatedError, type Operation, type Service } from '../../core/service.ts';
import { invalidParameter, topicNotFound } from './sns-errors.ts';
import { snsOperations } from './sns-operations.ts';

/** A topic or a subscription of a template, with resolved properties. */
export interface SnsDeclaration {
  readonly logicalId: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A subscription. Only people and outside addresses may subscribe, not resources of the local cloud. */
export interface Subscription {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
}

/** A message that a topic accepted. `atMs` is virtual epoch milliseconds. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly atMs: number;
}

/** Limits of the service: bytes of a message, characters of a subject. */
const messageBytesMax = 262_144;
const subjectLengthMax = 100;

const topicProperties = [
  'TopicName',
  'DisplayName',
  'KmsMasterKeyId',
  'Subscription',
  'Tags',
  'TracingConfig',
];
const subscriptionProperties = ['TopicArn', 'Protocol', 'Endpoint'];
const outsideProtocols = ['email', 'email-json', 'sms', 'http', 'https'];

/** The topics of the templates. Messages are stored and traced, but not sent. */
export class Sns implements Service {
  readonly name = 'sns';
  readonly operations: Readonly<Record<string, Operation>>;
  readonly #host: Host;
  readonly #topics = new Set<string>();
  #subscriptions: readonly Subscription[] = [];
  readonly #published: PublishedMessage[] = [];

  constructor(host: Host) {
    this.#host = host;
    this.operations = snsOperations(
      host.region,
      ({ topicArn, message, subject, extraBytes }) =>
        this.publish(topicArn, message, subject, extraBytes).messageId,
    );
  }

  /** Every message published so far, oldest first. */
  get published(): readonly PublishedMessage[] {
    return this.#published;
  }

  /** Every subscription of the templates. */
  get subscriptions(): readonly Subscription[] {
    return this.#subscriptions;
  }

  /** Adds an `AWS::SNS::Topic` with its inline subscriptions. */
  declareTopic({ logicalId, arn, properties }: SnsDeclaration): void {
    refuseOthers(properties, topicProperties, `AWS::SNS::Topic ${logicalId}`);
    this.#topics.add(arn);
    for (const subscription of inlineSubscriptions(properties))
      this.declareSubscription({ logicalId, arn, properties: { ...subscription, TopicArn: arn } });
  }

  /** Changes a topic: its inline subscriptions. The subscriptions of other declarations stay. */
  updateTopic(
    { logicalId, arn, properties }: SnsDeclaration,
    oldProperties: SnsDeclaration['properties'],
  ): void {
    refuseOthers(properties, topicProperties, `AWS::SNS::Topic ${logicalId}`);
    const inline = inlineSubscriptions(properties);
    for (const { Endpoint } of inlineSubscriptions(oldProperties))
      this.removeSubscription(arn, String(Endpoint));
    for (const subscription of inline)
      this.declareSubscription({ logicalId, arn, properties: { ...subscription, TopicArn: arn } });
  }

  hasTopic(topicArn: string): boolean {
    return this.#topics.has(topicArn);
  }

  /** The ARN of every topic. */
  get topicArns(): readonly string[] {
    return [...this.#topics];
  }

  /** Removes a topic and all its subscriptions. */
  removeTopic(topicArn: string): void {
    this.#topics.delete(topicArn);
    this.#subscriptions = this.#subscriptions.filter((subscription) => subscription.topicArn !== topicArn);
  }

  /** Removes the subscription of an endpoint. */
  removeSubscription(topicArn: string, endpoint: string): void {
    this.#subscriptions = this.#subscriptions.filter(
      (subscription) => subscription.topicArn !== topicArn || subscription.endpoint !== endpoint,
    );
  }

  /** Adds an `AWS::SNS::Subscription`. Subscribers inside the cloud (queues, functions) are not emulated. */
  declareSubscription({ logicalId, properties }: SnsDeclaration): void {
    refuseOthers(properties, subscriptionProperties, `AWS::SNS::Subscription ${logicalId}`);
    const { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint } = properties;
    if (typeof topicArn !== 'string' || !this.#topics.has(topicArn)) throw topicNotFound();
    if (typeof protocol !== 'string' || typeof endpoint !== 'string')
      throw invalidParameter('Protocol or Endpoint');
    if (!outsideProtocols.includes(protocol))
      throw new NotEmulatedError(`SNS subscriptions of protocol ${protocol}`);
    this.#subscriptions = [...this.#subscriptions, { topicArn, protocol, endpoint }];
  }

  /**
   * Publishes for a service of the cloud (an alarm action), with the same checks as the API. `extraBytes` count for the
   * size, besides the message.
   */
  publish(topicArn: string, message: string, subject?: string, extraBytes = 0): PublishedMessage {
    if (!this.#topics.has(topicArn)) throw topicNotFound();
    checkMessage(message, subject, extraBytes);
    const published: PublishedMessage = {
      messageId: this.#host.random('sns/id').uuid(),
      topicArn,
      subject,
      message,
      atMs: this.#host.timeline.nowMs,
    };
    this.#published.push(published);
    this.#host.bill('sns.publishes', topicArn, billedChunks(Buffer.byteLength(message)));
    this.#host.trace('sns.published', { topicArn, messageId: published.messageId, message });
    return published;
  }
}

function inlineSubscriptions(properties: SnsDeclaration['properties']): Readonly<Record<string, unknown>>[] {
  const inline: readonly unknown[] = [properties['Subscription'] ?? []].flat();
  return inline.map((subscription) => {
    if (!isRecord(subscription)) throw invalidParameter('Subscription');
    return subscription;
  });
}

function checkMessage(message: string, subject: string | undefined, extraBytes: number): void {
  if (message === '') throw invalidParameter('Empty message');
  if (Buffer.byteLength(message) + extraBytes > messageBytesMax) throw invalidParameter('Message too long');
  if (subject === undefined) return;
  // ASCII without control characters. The first character is a letter, digit or punctuation mark.
  if (!/^[!-~][ -~]*$/.test(subject) || subject.length > subjectLengthMax) throw invalidParameter('Subject');
}

function refuseOthers(
  properties: Readonly<Record<string, unknown>>,
  known: readonly string[],
  where: string,
): void {
  const others = Object.keys(properties).filter((name) => !known.includes(name));
  if (others.length > 0) throw new NotEmulatedError(`${others.join(', ')} of ${where}`);
}
