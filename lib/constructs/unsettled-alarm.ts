import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  metricsNamespace,
  metrics as names,
  serviceDimension,
  serviceOf,
} from '../../lambdas/shared/runtime/contract.ts';
import type { AlarmRule } from './missed-calls-alarm.ts';
import type { MusterFunction } from './muster-function.ts';

/** A message comes back every quarter of an hour. One failure is made good by the next delivery; three are not. */
const failuresMin = 3;

/**
 * The alarm goes off when a function that reads a queue does not get on: three times within an hour its calls fail, or
 * messages come back that were delivered many times. It rings long before such a message is dead, and is over within an
 * hour after the cause, so an outage ends it.
 */
export function watchUnsettled({ function: reader, bundle }: MusterFunction): AlarmRule {
  const period = Duration.minutes(5);
  return {
    metric: new MathExpression({
      label: 'Failed calls, and messages that keep coming back',
      expression: 'errors + unsettled',
      usingMetrics: {
        errors: reader.metricErrors(),
        unsettled: new Metric({
          namespace: metricsNamespace,
          metricName: names.messagesUnsettled,
          dimensionsMap: { [serviceDimension]: serviceOf(bundle) },
          statistic: 'Sum',
        }),
      },
      period,
    }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: Duration.hours(1).toMinutes() / period.toMinutes(),
    datapointsToAlarm: failuresMin,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
