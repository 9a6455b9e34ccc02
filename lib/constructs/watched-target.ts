import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { CfnRule, type IRuleTarget } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
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

/** The target of rules, and where its events end that cannot be delivered. */
export interface WatchedTarget extends IRuleTarget {
  readonly undelivered: Queue;
}

/**
 * A queue as the target of rules. An event that EventBridge cannot deliver for 24 hours rests in a
 * dead-letter queue of its own. The queue's own dead-letter queue would not do, because the event lacks the
 * form of a queue record.
 *
 * The target of the CDK would name the rule as the source, but not the account.
 */
export function createWatchedTarget(scope: Construct, props: WatchedTargetProps): WatchedTarget {
  const { queue, alarms, alarm } = props;
  const undelivered = createDeadLetterQueue(scope, 'Undelivered', props.deadLetterDays);
  Validations.of(undelivered).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: 'It is a dead-letter queue: that of the target of a rule, which cdk-nag does not see.',
  });
  alarms.watchQueue(undelivered, alarm);
  return {
    undelivered,
    bind: (rule) => {
      for (const each of [queue, undelivered]) allowRule(each, CfnRule.arnForRule(rule));
      return {
        arn: queue.queueArn,
        deadLetterConfig: { arn: undelivered.queueArn },
        retryPolicy: {
          maximumEventAgeInSeconds: Duration.hours(24).toSeconds(),
          maximumRetryAttempts: 185,
        },
      };
    },
  };
}

/** Lets one rule put events into a queue. */
function allowRule(queue: Queue, ruleArn: string): void {
  queue.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(queue).account },
        ArnEquals: { 'aws:SourceArn': ruleArn },
      },
    }),
  );
}
