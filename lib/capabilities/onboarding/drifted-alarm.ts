import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  metricsNamespace,
  metrics as names,
  serviceDimension,
  serviceOf,
} from '../../../lambdas/shared/runtime/contract.ts';
import type { AlarmRule } from '../../constructs/missed-calls-alarm.ts';

/**
 * The alarm goes off while a drift is told of an instance that runs. Each sweep counts them, so it ends by itself when the
 * next verification is well.
 */
export function watchDrifted(): AlarmRule {
  return {
    metric: new Metric({
      namespace: metricsNamespace,
      metricName: names.instancesDrifted,
      dimensionsMap: { [serviceDimension]: serviceOf('sweep') },
      statistic: 'Maximum',
      period: Duration.minutes(30),
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
