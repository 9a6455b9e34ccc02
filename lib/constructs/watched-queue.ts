import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmText, AlarmTopic } from './alarm-topic.ts';
import type { MusterFunction } from './muster-function.ts';

/** How a queue is timed, in seconds, and the messages of its alarms. */
export interface WatchedQueueProps {
  readonly deliveryDelaySeconds: number;
  readonly batchingWindowSeconds: number;
  readonly functionTimeoutSeconds: number;
  readonly deadLetterDays: number;
  readonly alarms: AlarmTopic;
  readonly alarm: AlarmText;
}

/**
 * The longest outage that needs nobody: every call of the functions fails, or none comes. A message that cannot be handled
 * is tried for a little longer, and then is dead.
 */
const outageSecondsMax = 6 * 60 * 60;
/**
 * Deliveries besides those of an outage: what a standard queue delivers twice, what other faults take before it, and the
 * minutes after it in which nothing may be sent. With 5 the simulator finds dead letters in one of eight seeds with an
 * outage, with 8 in rare ones. Lambda's guide advises at least 5.
 */
const spareReceives = 12;

/**
 * A standard queue between events and a function. A message that could not be handled comes back after the
 * visibility timeout, until the longest outage is over. Then it rests in the dead-letter queue, where an alarm sees it.
 */
export class WatchedQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WatchedQueueProps) {
    super(scope, id);
    // Lambda's rule: six times the function's timeout, plus the batching window.
    const visibilitySeconds = 6 * props.functionTimeoutSeconds + props.batchingWindowSeconds;
    this.deadLetters = createDeadLetterQueue(this, 'DeadLetters', props.deadLetterDays);
    props.alarms.watchQueue(this.deadLetters, props.alarm);
    this.queue = new Queue(this, 'Queue', {
      deliveryDelay: Duration.seconds(props.deliveryDelaySeconds),
      visibilityTimeout: Duration.seconds(visibilitySeconds),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(props.deadLetterDays),
      deadLetterQueue: {
        queue: this.deadLetters,
        maxReceiveCount: Math.ceil(outageSecondsMax / visibilitySeconds) + spareReceives,
      },
    });
  }

  /** The right that Lambda needs to poll the queue for a function. */
  grantPoll(reader: MusterFunction): void {
    const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    reader.allow(actions, [this.queue.queueArn]);
  }

  /** The right to put messages into the queue. */
  grantSend(writer: MusterFunction): void {
    writer.allow(['sqs:SendMessage'], [this.queue.queueArn]);
  }
}

/** A queue for messages that nobody could deliver or read. */
export function createDeadLetterQueue(scope: Construct, id: string, retentionDays: number): Queue {
  return new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(retentionDays),
  });
}
