import { Duration, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { markPatchableSettings } from '../../../lambdas/mark-patchable/mark-patchable-settings.ts';
import { patchableTag } from '../../../lambdas/shared/domain/patching.ts';
import {
  metricsNamespace,
  metrics as names,
  serviceDimension,
  serviceOf,
} from '../../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import type { AlarmRule } from '../../constructs/missed-calls-alarm.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';

/** The beginning of the tag's key, where alarms go, and how long the log is kept. */
export interface PatchableMarksProps {
  readonly prefix: string;
  readonly alarms: AlarmTopic;
  readonly logRetentionDays: number;
}

/** The windows call it too, so one missed call does no harm. */
const missedCallsMax = 2;

/**
 * The function that marks the nodes on which windows may install, all but those of EMR (docs/decisions/0040). Windows
 * call it before they install. A schedule calls it once a day: then the marks are old when a window opens, and a function
 * that fails is noticed before.
 */
export class PatchableMarks extends Construct {
  /** The function that a window calls before it installs. */
  readonly functionArn: string;

  constructor(scope: Construct, id: string, { prefix, alarms, logRetentionDays }: PatchableMarksProps) {
    super(scope, id);
    const tag = patchableTag(prefix);
    const description = 'Muster: marks the nodes on which windows may install patches.';
    const marker = new MusterFunction(this, 'Marker', {
      ...{ bundle: 'mark-patchable', description, logRetentionDays },
      timeoutSeconds: 600,
      memoryMegabytes: 1024,
      environment: environmentOf(this, markPatchableSettings, { patchableTag: tag }),
      permissions: [
        { actions: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation'], resources: ['*'] },
      ],
    });
    acknowledgeWildcards(marker, ['*'], 'These describe actions take no resource.');
    this.#allowMarks(marker, tag);
    this.functionArn = marker.function.functionArn;
    const schedule = new FunctionSchedule(this, 'Schedule', {
      ...{ description, function: marker.function, period: Duration.days(1) },
    });
    alarms.watchSchedule(schedule, missedCallsMax, {
      condition: 'MarkingMissed',
      sentence: 'The nodes on which windows may install patches were not marked.',
    });
    alarms.watchMetric(watchUnmarked(), {
      condition: 'NodesUnmarked',
      sentence: 'Nodes could not be marked, so windows do not install patches on them.',
    });
  }

  /** It may set and delete its own tag, and no other: a tag may decide who may do what. */
  #allowMarks(marker: MusterFunction, tag: string): void {
    const { partition, region, account } = Stack.of(this);
    const instances = `arn:${partition}:ec2:${region}:${account}:instance/*`;
    const nodes = `arn:${partition}:ssm:${region}:${account}:managed-instance/*`;
    const conditions = {
      'ForAllValues:StringEquals': { 'aws:TagKeys': [tag] },
      Null: { 'aws:TagKeys': 'false' },
    };
    const allow = (actions: string[], resources: string[], more: object) =>
      marker.role.addToPolicy(new PolicyStatement({ actions, resources, ...more }));
    allow(['ec2:CreateTags', 'ec2:DeleteTags'], [instances], { conditions });
    allow(['ssm:AddTagsToResource'], [nodes], { conditions });
    allow(['ssm:ListTagsForResource'], [nodes], {});
    acknowledgeWildcards(marker, [instances, nodes], 'Any node of the account may be patchable.');
  }
}

/** The alarm goes off while the last call of an hour could not mark a node. */
function watchUnmarked(): AlarmRule {
  return {
    metric: new Metric({
      namespace: metricsNamespace,
      metricName: names.nodesUnmarked,
      dimensionsMap: { [serviceDimension]: serviceOf('mark-patchable') },
      statistic: 'Maximum',
      period: Duration.hours(1),
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 24,
    datapointsToAlarm: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
