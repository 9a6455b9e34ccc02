import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { FunctionSchedule } from './function-schedule.ts';
import { type AlarmRule, watchCalls } from './missed-calls-alarm.ts';
import type { MusterFunction } from './muster-function.ts';
import { serviceHere } from './service-here.ts';
import { watchUnsettled } from './unsettled-alarm.ts';

/** Who hears of alarms, and the beginning of their names. */
export interface AlarmTopicProps {
  readonly prefix: string;
  /** The capability that the alarms belong to: `Onboarding`, `Patching` ... */
  readonly capability: string;
  readonly emails: readonly string[];
}

/** The name of an alarm, without the capability, and its message. */
export interface AlarmText {
  readonly condition: string;
  readonly sentence: string;
}

/**
 * The only way for alarms to leave: a topic, and alarms that go to it. An alarm is named
 * `Muster/<Capability>/<Condition>`, and docs/runbook.md has an article of the same name.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;
  readonly #prefix: string;
  readonly #capability: string;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    this.#prefix = props.prefix;
    this.#capability = props.capability;
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    // A topic with its own policy loses the default one, which lets alarms of the account publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [serviceHere(this, 'cloudwatch', `alarm:${props.prefix}/*`)],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email));
  }

  /** The alarm goes off when a message rests in the queue. */
  watchQueue(queue: Queue, text: AlarmText): void {
    const period = Duration.minutes(5);
    this.#watch(text, {
      metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: 'Maximum' }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      // Two periods, because a single sample flaps.
      evaluationPeriods: 2,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }

  /**
   * The alarm goes off when `calls` calls of a schedule in a row failed or did not come. It is made after the
   * schedule, which calls at once. A new stack is in alarm for some minutes, until its first call has ended
   * and its metrics have come.
   */
  watchSchedule(schedule: FunctionSchedule, calls: number, text: AlarmText): void {
    this.#watch(text, watchCalls(schedule, calls)).node.addDependency(schedule);
  }

  /** The alarm goes off when a function that reads a queue does not get on. */
  watchReader(reader: MusterFunction, text: AlarmText): void {
    this.#watch(text, watchUnsettled(reader));
  }

  /** The alarm goes off by a rule of its own. */
  watchMetric(rule: AlarmRule, text: AlarmText): void {
    this.#watch(text, rule);
  }

  #watch({ condition, sentence }: AlarmText, rule: AlarmRule): Alarm {
    const capability = this.#capability;
    const alarm = new Alarm(this, `${capability}${condition}`, {
      alarmName: `${this.#prefix}/${capability}/${condition}`,
      alarmDescription: `${sentence} See docs/runbook.md, "Muster/${capability}/${condition}".`,
      ...rule,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    return alarm;
  }
}
