import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** Who hears of alarms, and what their names begin with. */
export interface AlarmTopicProps {
  readonly prefix: string;
  readonly emails: readonly string[];
}

/**
 * The one door for alarms: a topic, and alarms that go to it. An alarm is named `Muster/<Capability>/<Condition>`,
 * and docs/runbook.md has an article of the same name.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;
  readonly #prefix: string;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    this.#prefix = props.prefix;
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A topic with a policy of its own loses the default one, by which alarms of the account may publish.
    const { partition, region, account } = Stack.of(this);
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          ArnLike: {
            'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:${props.prefix}/*`,
          },
        },
      }),
    );
    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email));
  }

  /** Goes off when a message rests in the queue. */
  watchQueue(queue: Queue, capability: string, condition: string, sentence: string): void {
    const period = Duration.minutes(5);
    const metric = queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' });
    this.#watch(metric, capability, condition, sentence);
  }

  #watch(metric: IMetric, capability: string, condition: string, sentence: string): void {
    const alarmName = `${this.#prefix}/${capability}/${condition}`;
    const alarm = new Alarm(this, `${capability}${condition}`, {
      alarmName,
      alarmDescription: `${sentence} See docs/runbook.md, "Muster/${capability}/${condition}".`,
      metric,
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // Two periods: a single sample flaps.
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
