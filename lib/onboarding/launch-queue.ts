import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic.ts';

/** How the queue is timed. All in seconds. */
export interface LaunchQueueProps {
  readonly launchDelaySeconds: number;
  readonly batchingWindowSeconds: number;
  readonly functionTimeoutSeconds: number;
  readonly deadLetterDays: number;
  readonly alarms: AlarmTopic;
}

/** How often a launch is delivered before it is called dead. Lambda's guide advises at least 5. */
const receiveCountMax = 5;

/**
 * Launches on their way to the onboarding: a standard queue whose delivery delay gives agents time to register. A
 * launch that could not be dealt with comes back after the visibility timeout, five times in all, and then rests in
 * the dead-letter queue, where an alarm sees it.
 */
export class LaunchQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: LaunchQueueProps) {
    super(scope, id);
    const deadLetters = createDeadLetterQueue(this, 'DeadLetters', props.deadLetterDays);
    props.alarms.watchQueue(
      deadLetters,
      'Onboarding',
      'LaunchesDeadLettered',
      'Launches could not be read or settled.',
    );
    this.queue = new Queue(this, 'Queue', {
      deliveryDelay: Duration.seconds(props.launchDelaySeconds),
      // Lambda's rule: six times the function's timeout, and the batching window on top.
      visibilityTimeout: Duration.seconds(6 * props.functionTimeoutSeconds + props.batchingWindowSeconds),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(props.deadLetterDays),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: receiveCountMax },
    });
  }
}

/** A queue where messages rest that nobody could deliver or read. */
export function createDeadLetterQueue(scope: Construct, id: string, retentionDays: number): Queue {
  return new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(retentionDays),
  });
}
