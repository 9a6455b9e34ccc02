import { Rule } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { WatchedState } from '../../../lambdas/shared/domain/fleet/state-change.ts';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { createWatchedTarget } from '../../constructs/watched-target.ts';

/** Where state changes go. */
export interface LaunchRulesProps {
  readonly queue: Queue;
  readonly deadLetterDays: number;
  readonly alarms: AlarmTopic;
}

/**
 * The state changes of instances that go into the launch queue. `running` opens or reopens an entry;
 * `stopped` and `terminated` close it.
 */
export class LaunchRules extends Construct {
  constructor(scope: Construct, id: string, props: LaunchRulesProps) {
    super(scope, id);
    const target = createWatchedTarget(this, {
      ...props,
      alarm: { condition: 'EventsUndelivered', sentence: 'EventBridge could not queue events.' },
    });
    const addRule = (ruleId: string, description: string, states: WatchedState[]) =>
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
