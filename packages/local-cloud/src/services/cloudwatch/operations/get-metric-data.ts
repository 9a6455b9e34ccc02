import type {
  GetMetricDataInput,
  GetMetricDataOutput,
  MetricDataQuery,
  MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { readMetric, readStatistic, readTime } from '../metric-request.ts';

/** The most queries in a call, and the most values in an answer (API reference). */
const queriesMax = 500;
const valuesMax = 100_800;

/** GetMetricData. Expressions (metric math, SEARCH, SQL) and answers in several pages are not emulated. */
export function getMetricData(cloudwatch: CloudWatch): Operation<GetMetricDataInput, GetMetricDataOutput> {
  return {
    authorize: () => [{ action: 'cloudwatch:GetMetricData', resource: '*' }],
    run(input) {
      const { MetricDataQueries: queries = [], ScanBy: order = 'TimestampDescending' } = input;
      check(input, queries);
      const results = queries
        .filter(({ ReturnData: isReturned }) => isReturned !== false)
        .map((query) => read(cloudwatch, query, input));
      const count = results.reduce((sum, { Values = [] }) => sum + Values.length, 0);
      if (count > (input.MaxDatapoints ?? valuesMax))
        throw new NotEmulatedError(`more pages of GetMetricData (${count} values)`);
      if (order === 'TimestampDescending')
        for (const { Timestamps, Values } of results) {
          Timestamps?.reverse();
          Values?.reverse();
        }
      return { MetricDataResults: results, Messages: [] };
    },
  };
}

function check(input: GetMetricDataInput, queries: readonly MetricDataQuery[]): void {
  const validation = new Validation().range(input.MaxDatapoints, 'maxDatapoints', [1, valuesMax]);
  if (queries.length > queriesMax)
    validation.violated(
      queries,
      'metricDataQueries',
      `Member must have length less than or equal to ${queriesMax}`,
    );
  queries.forEach(({ Id }, index) => {
    validation.pattern(Id, `metricDataQueries.${index + 1}.member.id`, /^[a-z][a-zA-Z0-9_]{0,254}$/);
  });
  validation.done();
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length)
    throw new ServiceError(
      'ValidationException',
      'The values for parameter id in MetricDataQueries must be unique.',
    );
  if (input.NextToken !== undefined) throw new NotEmulatedError('more pages of GetMetricData');
  refuseMembers('GetMetricData', input, ['LabelOptions']);
}

function read(
  cloudwatch: CloudWatch,
  {
    Id,
    Label,
    MetricStat: stat,
    Expression: expression,
    AccountId: account,
    Period: period,
  }: MetricDataQuery,
  { StartTime: start, EndTime: end }: GetMetricDataInput,
): MetricDataResult {
  if (expression !== undefined) throw new NotEmulatedError(`the expression ${expression} of GetMetricData`);
  if (account !== undefined)
    throw new NotEmulatedError('GetMetricData with AccountId (metrics of other accounts)');
  refuseMembers('GetMetricData', { Period: period }, ['Period']);
  refuseMembers('GetMetricData', stat ?? {}, ['Unit']);
  if (stat?.Metric === undefined)
    throw new ServiceError(
      'ValidationException',
      'Exactly one of MetricStat and Expression must be given in a query.',
    );
  const value = readStatistic(stat.Stat);
  const points = cloudwatch.datapoints(readMetric(stat.Metric), readTime(start, end, stat.Period));
  return {
    Id,
    Label: Label ?? stat.Metric.MetricName,
    Timestamps: points.map(([atMs]) => new Date(atMs)),
    Values: points.map(([, point]) => value(point)),
    StatusCode: 'Complete',
  };
}
