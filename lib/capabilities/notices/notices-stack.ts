import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { noticeSettings } from '../../../lambdas/notice/notice-settings.ts';
import { complianceFields, toldField } from '../../../lambdas/shared/domain/roster/compliance.ts';
import { rosterKeys } from '../../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { NoticeTopic } from '../../constructs/notice-topic.ts';
import { OwnRule } from '../../constructs/own-rule.ts';
import { WatchedQueue } from '../../constructs/watched-queue.ts';
import { createWatchedTarget } from '../../constructs/watched-target.ts';
import type { CapabilityProps } from '../capability.ts';
import { eventsToTell } from './noticed-events.ts';
import type { NoticesSettings } from './notices-schema.ts';

/** A call takes a second for each ten events that wait. */
const timeoutSeconds = 300;
/** After so many rounds without a message somebody hears that none is sent. */
const missedCallsMax = 3;

/** Events and the roster → one message for each cause → a topic. */
export class NoticesStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<NoticesSettings>) {
    super(scope, id, props);
    const { names, retention, alarmEmails } = settings;
    const { topic } = new NoticeTopic(this, 'Notices', { emails: own.emails ?? alarmEmails });
    const alarms = new AlarmTopic(this, 'Alarms', {
      ...{ prefix: names.prefix, capability: 'Notices', emails: alarmEmails },
    });
    const queue = new WatchedQueue(this, 'Queue', {
      ...{ deliveryDelaySeconds: 0, batchingWindowSeconds: 0, functionTimeoutSeconds: timeoutSeconds },
      ...{ deadLetterDays: retention.deadLetterDays, alarms },
      alarm: { condition: 'NoticesDeadLettered', sentence: 'Events could not be told to anybody.' },
    });
    this.#createRules(own, queue, { deadLetterDays: retention.deadLetterDays, alarms });
    const rosterTable = StringParameter.valueForStringParameter(
      this,
      `${names.parameterPath}/onboarding/roster-table-name`,
    );
    const telling = new MusterFunction(this, 'Notice', {
      bundle: 'notice',
      description: 'Muster: tells people of what needs them, one message for each cause.',
      timeoutSeconds,
      logRetentionDays: retention.logDays,
      environment: environmentOf(this, noticeSettings, {
        ...{ rosterTable, noticeQueueUrl: queue.queue.queueUrl, topicArn: topic.topicArn },
        ...{ tellsOutcomes: own.outcomes, opensOpsItems: own.opsItems },
      }),
      permissions: [{ actions: ['sns:Publish'], resources: [topic.topicArn] }],
    });
    telling.allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], [queue.queue.queueArn]);
    const table = `arn:${this.partition}:dynamodb:${this.region}:${this.account}:table/${rosterTable}`;
    if (own.outcomes) {
      telling.allow(['dynamodb:Query'], [`${table}/index/${rosterKeys.problemIndex}`]);
      telling.allow(['dynamodb:BatchGetItem'], [table]);
    }
    if (own.outcomes || own.compliance) this.#allowNotes(telling, table);
    if (own.opsItems) this.#allowOpsItems(telling);
    const schedule = new FunctionSchedule(this, 'Often', {
      description: 'Muster: tells people of what needs them.',
      function: telling.function,
      period: Duration.minutes(own.everyMinutes),
    });
    alarms.watchSchedule(schedule, missedCallsMax, {
      condition: 'NoticesMissed',
      sentence: 'Three calls in a row that tell people failed, or did not come.',
    });
  }

  #createRules(
    own: NoticesSettings,
    { queue }: WatchedQueue,
    { deadLetterDays, alarms }: { readonly deadLetterDays: number; readonly alarms: AlarmTopic },
  ): void {
    const events = eventsToTell(own);
    const target = createWatchedTarget(this, {
      ...{ queue, deadLetterDays, alarms },
      alarm: { condition: 'NoticesUndelivered', sentence: 'EventBridge could not queue events for notices.' },
    });
    for (const [setting, eventPattern] of events)
      new OwnRule(new Construct(this, setting), 'Rule', {
        description: `What people are told of: ${setting}.`,
        eventPattern,
        targets: [target],
      });
  }

  /** Of entries it may change the fields about notices and compliance alone, and be shown nothing of the others. */
  #allowNotes(telling: MusterFunction, table: string): void {
    const fields = [rosterKeys.partitionKey, toldField, ...Object.values(complianceFields)];
    telling.role.addToPolicy(
      new PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [table],
        conditions: {
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': fields },
          StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
        },
      }),
    );
  }

  #allowOpsItems(telling: MusterFunction): void {
    telling.allow(['ssm:CreateOpsItem'], ['*']);
    acknowledgeWildcards(telling, ['*'], 'An OpsItem has no name before it is created.');
  }
}
