import { Duration, Stack } from 'aws-cdk-lib';
import { CfnLifecycleHook } from 'aws-cdk-lib/aws-autoscaling';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type Gate, launchGateSettings } from '../../../lambdas/launch-gate/launch-gate-settings.ts';
import {
  metrics,
  metricsNamespace,
  serviceDimension,
  serviceOf,
} from '../../../lambdas/shared/runtime/contract.ts';
import type { Settings } from '../../configuration/settings.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import type { AlarmRule } from '../../constructs/missed-calls-alarm.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { OwnRule } from '../../constructs/own-rule.ts';
import { WatchedQueue } from '../../constructs/watched-queue.ts';
import { createWatchedTarget } from '../../constructs/watched-target.ts';
import { ReadRoster } from '../onboarding/read-roster.ts';

/** What the gate works with. */
export interface LaunchGateProps {
  readonly settings: Settings;
  /** By the names of the groups. */
  readonly gates: Readonly<Record<string, Gate>>;
}

/** How often the entry of a held instance is looked at. A look costs one message and a share of a call. */
export const lookSeconds = 60;
/** A failed look comes back after six times as long. That is well within the least time-out of a hook. */
const timeoutSeconds = 30;
/** Looks at one hold that come twice are due at the same time. In this window they meet, and become one. */
const batchingWindowSeconds = 5;
/** The instances of one call: Auto Scaling is asked for few at once. */
const batchSize = 100;
/** The least that Lambda allows. */
const concurrencyMax = 2;

/**
 * Launch hook → event → hold queue → launch-gate function. The function reads the roster, and lets the instance go on, or
 * sends the hold to the queue again, with a delay. No function waits.
 */
export class LaunchGate extends Construct {
  constructor(scope: Construct, id: string, { settings, gates }: LaunchGateProps) {
    super(scope, id);
    const { deadLetterDays } = settings.retention;
    const { prefix } = settings.names;
    const alarms = new AlarmTopic(this, 'Alarms', {
      ...{ prefix, capability: 'AutoScaling', emails: settings.alarmEmails },
    });
    const queue = new WatchedQueue(this, 'Queue', {
      ...{ deliveryDelaySeconds: 0, batchingWindowSeconds, functionTimeoutSeconds: timeoutSeconds },
      ...{ deadLetterDays, alarms },
      alarm: { condition: 'HoldsDeadLettered', sentence: 'Launches could not be held or let go.' },
    });
    const target = createWatchedTarget(this, {
      ...{ queue: queue.queue, deadLetterDays, alarms },
      alarm: { condition: 'HoldsUndelivered', sentence: 'EventBridge could not queue launches.' },
    });
    const hookName = `${prefix}-launch-gate`;
    const rule = new OwnRule(this, 'Held', {
      description: 'Instances that wait for the launch hook of Muster.',
      eventPattern: {
        source: ['aws.autoscaling'],
        detailType: ['EC2 Instance-launch Lifecycle Action'],
        detail: { LifecycleHookName: [hookName] },
      },
      targets: [target],
    });
    const gating = this.#createFunction(settings, gates, queue);
    // Whoever is held is seen: the hooks come last, and go first.
    const hooks = new Construct(this, 'Hooks');
    for (const [name, gate] of Object.entries(gates)) createHook(hooks, name, hookName, gate);
    hooks.node.addDependency(rule, queue, gating, this.node.findChild('Mapping'));
    alarms.watchReader(gating, {
      condition: 'HoldsUnsettled',
      sentence: 'Held launches keep coming back, or calls of the launch-gate function fail.',
    });
    alarms.watchMetric(unreadyLaunches(), {
      condition: 'LaunchesUnready',
      sentence: 'A launched instance was let go or given up before it was onboarded.',
    });
  }

  #createFunction(settings: Settings, gates: LaunchGateProps['gates'], queue: WatchedQueue): MusterFunction {
    const roster = new ReadRoster(this, 'Roster', settings.names.parameterPath);
    const gating = new MusterFunction(this, 'Gate', {
      bundle: 'launch-gate',
      description: 'Muster: holds launched instances of Auto Scaling groups until they are onboarded.',
      timeoutSeconds,
      logRetentionDays: settings.retention.logDays,
      environment: environmentOf(this, launchGateSettings, {
        ...{ rosterTable: roster.tableName, holdQueueUrl: queue.queue.queueUrl, lookSeconds, gates },
      }),
      permissions: [],
    });
    roster.grantRead(gating);
    queue.grantPoll(gating);
    queue.grantSend(gating);
    const groups = Object.keys(gates).map((name) => groupArn(this, name));
    gating.allow(
      ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
      groups,
    );
    acknowledgeWildcards(gating, groups, 'The ARN of a group has an id that nobody knows before it exists.');
    const mapping = new EventSourceMapping(this, 'Mapping', {
      ...{ target: gating.function, eventSourceArn: queue.queue.queueArn, batchSize },
      ...{ maxBatchingWindow: Duration.seconds(batchingWindowSeconds), reportBatchItemFailures: true },
      maxConcurrency: concurrencyMax,
    });
    mapping.node.addDependency(gating.role);
    return gating;
  }
}

function createHook(scope: Construct, groupName: string, hookName: string, gate: Gate): void {
  new CfnLifecycleHook(scope, groupName, {
    autoScalingGroupName: groupName,
    lifecycleHookName: hookName,
    lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
    heartbeatTimeout: gate.heartbeatSeconds,
    defaultResult: gate.otherwise,
  });
}

function groupArn(scope: Construct, name: string): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/${name}`;
}

function unreadyLaunches(): AlarmRule {
  return {
    metric: new Metric({
      ...{ namespace: metricsNamespace, metricName: metrics.launchesUnready, statistic: 'Sum' },
      dimensionsMap: { [serviceDimension]: serviceOf('launch-gate') },
      period: Duration.minutes(5),
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
