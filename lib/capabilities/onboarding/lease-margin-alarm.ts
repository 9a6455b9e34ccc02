import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { leaseMarginSeconds } from '../../../lambdas/shared/domain/roster/lease.ts';
import {
  metricsNamespace,
  metrics as names,
  serviceDimension,
  serviceOf,
} from '../../../lambdas/shared/runtime/contract.ts';
import type { AlarmRule } from '../../constructs/missed-calls-alarm.ts';

/**
 * The alarm goes off when half of the margin of the lease is used: by how late Systems Manager lists commands, which the
 * sweep measures, and by how late a send without an answer took effect, which healing measures. It is a warning. Nothing
 * is sent twice before the whole margin is used.
 */
export function watchLeaseMargin(): AlarmRule {
  const usedBy = (capability: string) =>
    new Metric({
      namespace: metricsNamespace,
      metricName: names.leaseMarginUsed,
      dimensionsMap: { [serviceDimension]: serviceOf(capability) },
      statistic: 'Maximum',
    });
  return {
    metric: new MathExpression({
      label: 'Seconds of the margin that are used',
      expression: 'listed + onboarded + rechecked',
      usingMetrics: { listed: usedBy('sweep'), onboarded: usedBy('onboard'), rechecked: usedBy('recheck') },
      period: Duration.minutes(30),
    }),
    threshold: leaseMarginSeconds / 2,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
