import { Duration, Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  metricsNamespace,
  metrics as names,
  serviceDimension,
  serviceOf,
} from '../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from './acknowledged-findings.ts';
import type { AlarmRule } from './missed-calls-alarm.ts';
import type { MusterFunction } from './muster-function.ts';

/** What the ARNs of nodes outside EC2 begin with. */
export function outsideArnPrefix(scope: Construct): string {
  const { partition, region, account } = Stack.of(scope);
  return `arn:${partition}:ssm:${region}:${account}:managed-instance/`;
}

/** Which tags a function keeps on nodes. */
export interface NodeTaggingProps {
  readonly keys: readonly string[];
  /** Whether it takes them from instances too. */
  readonly removes: boolean;
  /** Why any node of the account may be one of its nodes. */
  readonly reason: string;
}

/**
 * The function may read the tags of nodes outside EC2, and change its own on all nodes, but no others: a tag may decide who
 * may do what.
 */
export function allowNodeTagging(tagger: MusterFunction, { keys, removes, reason }: NodeTaggingProps): void {
  const { partition, region, account } = Stack.of(tagger);
  const instances = `arn:${partition}:ec2:${region}:${account}:instance/*`;
  const nodes = `${outsideArnPrefix(tagger)}*`;
  const conditions = {
    'ForAllValues:StringEquals': { 'aws:TagKeys': keys },
    Null: { 'aws:TagKeys': 'false' },
  };
  const allow = (actions: string[], resources: string[], more: object) =>
    tagger.role.addToPolicy(new PolicyStatement({ actions, resources, ...more }));
  allow(['ec2:CreateTags', ...(removes ? ['ec2:DeleteTags'] : [])], [instances], { conditions });
  allow(['ssm:AddTagsToResource'], [nodes], { conditions });
  tagger.allow(['tag:GetResources'], ['*']);
  acknowledgeWildcards(tagger, [instances, nodes], reason);
}

/** The alarm goes off while the last call of an hour could not tag a node. `bundle` is the name of the function. */
export function watchUnmarked(bundle: string): AlarmRule {
  return {
    metric: new Metric({
      namespace: metricsNamespace,
      metricName: names.nodesUnmarked,
      dimensionsMap: { [serviceDimension]: serviceOf(bundle) },
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
