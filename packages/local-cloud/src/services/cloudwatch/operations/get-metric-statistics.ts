import type { GetMetricStatisticsInput, GetMetricStatisticsOutput } from '@aws-sdk/client-cloudwatch';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { readMetric, readStatistic, readTime } from '../metric-request.ts';

/** The most datapoints in an answer (API reference). */
const datapointsMax = 1440;

/** GetMetricStatistics. Percentiles and units other than those of the metric are not emulated. */
export function getMetricStatistics(
  cloudwatch: CloudWatch,
): Operation<GetMetricStatisticsInput, GetMetricStatisticsOutput> {
  return {
    authorize: () => [{ action: 'cloudwatch:GetMetricStatistics', resource: '*' }],
    run(input) {
      if (input.ExtendedStatistics !== undefined) throw new NotEmulatedError('percentiles of metrics');
      if (input.Unit !== undefined) throw new NotEmulatedError('GetMetricStatistics with Unit');
      if (input.Statistics === undefined)
        throw new ServiceError(
          'InvalidParameterCombinationException',
          'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
        );
      const time = readTime(input.StartTime, input.EndTime, input.Period);
      const count = Math.ceil((time.endMs - time.startMs) / time.periodMs);
      if (count > datapointsMax) throw tooMany(count);
      const read = input.Statistics.map((name) => [name, readStatistic(name)] as const);
      return {
        Label: input.MetricName,
        Datapoints: cloudwatch.datapoints(readMetric(input), time).map(([atMs, point]) => ({
          Timestamp: new Date(atMs),
          ...Object.fromEntries(read.map(([name, value]) => [name, value(point)])),
          Unit: 'None',
        })),
      };
    },
  };
}

function tooMany(count: number): ServiceError {
  const message = `You have requested up to ${count} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`;
  return new ServiceError('InvalidParameterCombinationException', message);
}
