import { Duration, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule, EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  metrics,
  metricsNamespace,
  serviceDimension,
  serviceOf,
} from '../../../../lambdas/shared/runtime/contract.ts';
import { type Trigger, triggerSettings } from '../../../../lambdas/trigger/trigger-settings.ts';
import type { Settings } from '../../../configuration/settings.ts';
import { acknowledgeWildcards } from '../../../constructs/acknowledged-findings.ts';
import { AlarmTopic } from '../../../constructs/alarm-topic.ts';
import { environmentOf } from '../../../constructs/function-environment.ts';
import { MusterFunction } from '../../../constructs/muster-function.ts';
import { OwnRule } from '../../../constructs/own-rule.ts';
import { WatchedQueue } from '../../../constructs/watched-queue.ts';
import { createWatchedTarget, type WatchedTarget } from '../../../constructs/watched-target.ts';
import type { RunbookGrants } from '../runbook-grants.ts';
import type { RunbookGround } from '../runbook-ground.ts';
import type { Runbook } from '../runbook-resource.ts';
import { ActsTable } from './acts-table.ts';
import type { TriggerSetting } from './trigger-schema.ts';

/** A trigger and the runbook that it starts; without one, Muster decides anew. */
export interface OwnTrigger {
  readonly setting: TriggerSetting;
  readonly runbook: Runbook | undefined;
}

/** What triggers work with. */
export interface TriggersProps {
  readonly settings: Settings;
  readonly ground: RunbookGround;
  readonly grants: RunbookGrants;
  /** By name. */
  readonly triggers: ReadonlyMap<string, OwnTrigger>;
}

const timeoutSeconds = 120;
/** One execution a second may be started, so a call takes ten events in some seconds. */
const batchSize = 10;
/** The least that Lambda allows. */
const concurrencyMax = 2;

/**
 * Events → trigger queue → trigger function → a runbook, or the launch queue. The function counts its acts on each node,
 * so that no rule acts in a circle.
 */
export class Triggers extends Construct {
  constructor(scope: Construct, id: string, props: TriggersProps) {
    super(scope, id);
    const { settings, triggers } = props;
    const { deadLetterDays } = settings.retention;
    const alarms = new AlarmTopic(this, 'Alarms', {
      ...{ prefix: settings.names.prefix, capability: 'Remediation', emails: settings.alarmEmails },
    });
    const queue = new WatchedQueue(this, 'Queue', {
      ...{ deliveryDelaySeconds: 0, batchingWindowSeconds: 0, functionTimeoutSeconds: timeoutSeconds },
      ...{ deadLetterDays, alarms },
      alarm: { condition: 'TriggersDeadLettered', sentence: 'Events of triggers could not be acted on.' },
    });
    const target = createWatchedTarget(this, {
      ...{ queue: queue.queue, deadLetterDays, alarms },
      alarm: {
        condition: 'TriggersUndelivered',
        sentence: 'EventBridge could not queue events of triggers.',
      },
    });
    for (const [name, { setting }] of triggers) this.#createRule(name, setting, target);
    const acting = this.#createFunction(props, queue);
    alarms.watchReader(acting, {
      condition: 'TriggersUnsettled',
      sentence: 'Events of triggers keep coming back, or calls of the trigger function fail.',
    });
    alarms.watchMetric(refusedActions(), {
      condition: 'ActionsRefused',
      sentence: 'A trigger has acted on an instance as often as it may today, or could not read its event.',
    });
  }

  /** The event goes into the queue with the name of its trigger. */
  #createRule(name: string, { pattern }: TriggerSetting, target: WatchedTarget): void {
    const input = RuleTargetInput.fromObject({ trigger: name, event: EventField.fromPath('$') });
    const rule = new OwnRule(new Construct(this, name), 'Rule', {
      description: `The events of the trigger ${name}.`,
      eventPattern: { source: ['aws.ssm'] },
      targets: [{ bind: (own) => ({ ...target.bind(own), input }) }],
    });
    // The CDK knows texts alone as sources and types of events. EventBridge matches them by prefix and more.
    const { account, region } = Stack.of(this);
    const own = rule.node.defaultChild;
    if (!(own instanceof CfnRule)) throw new Error('a rule is a rule');
    own.eventPattern = { account: [account], region: [region], ...pattern };
  }

  #createFunction(
    { settings, ground, grants, triggers }: TriggersProps,
    queue: WatchedQueue,
  ): MusterFunction {
    const table = new ActsTable(this, 'Acts');
    const acting = new MusterFunction(this, 'Trigger', {
      bundle: 'trigger',
      description: 'Muster: acts on the events of triggers.',
      timeoutSeconds,
      logRetentionDays: settings.retention.logDays,
      environment: environmentOf(this, triggerSettings, {
        actionsTable: table.table.tableName,
        launchQueueUrl: ground.launchQueueUrl,
        triggers: Object.fromEntries([...triggers].map(([name, one]) => [name, deployed(one)])),
      }),
      permissions: [],
    });
    table.grantNote(acting);
    queue.grantPoll(acting);
    if ([...triggers.values()].some(({ runbook }) => runbook === undefined)) {
      const { actions, resources } = grants.put(ground.launchQueueUrl);
      acting.allow([...actions], [...resources]);
    }
    this.#allowStarts(
      acting,
      [...triggers.values()].flatMap(({ runbook }) => runbook ?? []),
    );
    const mapping = new EventSourceMapping(this, 'Mapping', {
      ...{ target: acting.function, eventSourceArn: queue.queue.queueArn, batchSize },
      ...{ maxBatchingWindow: Duration.seconds(0), reportBatchItemFailures: true },
      maxConcurrency: concurrencyMax,
    });
    mapping.node.addDependency(acting.role);
    return acting;
  }

  #allowStarts(acting: MusterFunction, runbooks: readonly Runbook[]): void {
    if (runbooks.length === 0) return;
    const { partition, region, account } = Stack.of(this);
    const executions = `arn:${partition}:ssm:${region}:${account}:automation-execution/*`;
    const documents = [...new Set(runbooks.map(({ name }) => name))].map(
      (name) => `arn:${partition}:ssm:${region}:${account}:document/${name}`,
    );
    acting.allow(['ssm:StartAutomationExecution'], [...documents, executions]);
    acknowledgeWildcards(acting, [executions], 'An execution has no name before it is started.');
    acting.role.addToPolicy(
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [...new Set(runbooks.map(({ role }) => role.roleArn))],
        conditions: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
      }),
    );
  }
}

/** A trigger as the function reads it. A runbook gets the instance besides its parameters. */
function deployed({ setting, runbook }: OwnTrigger): Trigger {
  const { node, perNodeDayMax, parameters } = setting;
  if (runbook === undefined) return { node, perNodeDayMax };
  return {
    ...{ node, perNodeDayMax },
    runbook: { name: runbook.name, parameters: { InstanceId: node, ...parameters } },
  };
}

function refusedActions() {
  return {
    metric: new Metric({
      ...{ namespace: metricsNamespace, metricName: metrics.actionsRefused, statistic: 'Sum' },
      dimensionsMap: { [serviceDimension]: serviceOf('trigger') },
      period: Duration.minutes(5),
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
