import { Duration, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { LaunchState } from '../../lambdas/domain/launch.ts';
import type { AlarmTopic } from './alarm-topic.ts';
import { createDeadLetterQueue } from './watched-queue.ts';

/** Where state changes go. */
export interface LaunchRulesProps {
  readonly queue: Queue;
  readonly deadLetterDays: number;
  readonly alarms: AlarmTopic;
}

/**
 * Which state changes of instances become launches: `running` opens or reopens an entry, `stopped` and `terminated`
 * close it. An event that EventBridge cannot put into the queue rests in a dead-letter queue of its own: it cannot be
 * the launch queue's, since it lacks the form of a queue record.
 */
export class LaunchRules extends Construct {
  constructor(scope: Construct, id: string, props: LaunchRulesProps) {
    super(scope, id);
    const undelivered = createDeadLetterQueue(this, 'Undelivered', props.deadLetterDays);
    Validations.of(undelivered).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is a dead-letter queue: that of the targets of the rules, which cdk-nag does not see.',
    });
    props.alarms.watchQueue(
      undelivered,
      'Onboarding',
      'EventsUndelivered',
      'EventBridge could not queue events.',
    );
    const target = new SqsQueue(props.queue, {
      deadLetterQueue: undelivered,
      maxEventAge: Duration.hours(24),
      retryAttempts: 185,
    });
    const addRule = (ruleId: string, description: string, states: LaunchState[]) =>
      new Rule(this, ruleId, {
        description,
        eventPattern: {
          source: ['aws.ec2'],
          detailType: ['EC2 Instance State-change Notification'],
          detail: { state: states },
        },
        targets: [target],
      });
    addRule('Started', 'Instances that start, for the first time or again.', ['running']);
    addRule('Ended', 'Instances that stop or end, whose roster entries are closed.', [
      'stopped',
      'terminated',
    ]);
  }
}
