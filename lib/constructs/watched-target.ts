import { Duration, Validations } from 'aws-cdk-lib';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmText, AlarmTopic } from './alarm-topic.ts';
import { createDeadLetterQueue } from './watched-queue.ts';

/** Where events go, and the message of the alarm when they do not arrive. */
export interface WatchedTargetProps {
  readonly queue: Queue;
  readonly deadLetterDays: number;
  readonly alarms: AlarmTopic;
  readonly alarm: AlarmText;
}

/**
 * A queue as the target of rules. An event that EventBridge cannot deliver for 24 hours rests in a
 * dead-letter queue of its own. The queue's own dead-letter queue would not do, because the event lacks the
 * form of a queue record.
 */
export function createWatchedTarget(scope: Construct, props: WatchedTargetProps): SqsQueue {
  const undelivered = createDeadLetterQueue(scope, 'Undelivered', props.deadLetterDays);
  Validations.of(undelivered).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'It is a dead-letter queue: that of the target of a rule, which cdk-nag does not see.',
  });
  props.alarms.watchQueue(undelivered, props.alarm);
  return new SqsQueue(props.queue, {
    deadLetterQueue: undelivered,
    maxEventAge: Duration.hours(24),
    retryAttempts: 185,
  });
}
