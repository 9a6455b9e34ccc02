import type { ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch';
import { takePage } from '../../../core/page.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import type { CloudWatch } from '../cloudwatch.ts';
import { renderDimensions } from '../metric-request.ts';
import type { Metric } from '../metric-store.ts';

const pageSize = 500;
const otherMembers = ['RecentlyActive', 'IncludeLinkedAccounts', 'OwningAccount'] as const;

/** ListMetrics: the metrics that have a value, in the order of their first one. */
export function listMetrics(cloudwatch: CloudWatch): Operation<ListMetricsInput, ListMetricsOutput> {
  return {
    authorize: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }],
    run(input) {
      const other = otherMembers.find((name) => input[name] !== undefined);
      if (other !== undefined) throw new NotEmulatedError(`ListMetrics with ${other}`);
      const { NextToken, ...request } = input;
      const found = cloudwatch.totals().filter((metric) => isMeant(metric, input));
      const { page, next } = takePage(found, { NextToken }, { size: pageSize, request, refuseToken });
      return {
        Metrics: page.map(({ namespace, name, dimensions }) => ({
          Namespace: namespace,
          MetricName: name,
          Dimensions: renderDimensions(dimensions),
        })),
        ...next,
      };
    },
  };
}

function isMeant(
  metric: Metric,
  { Namespace: namespace, MetricName: name, Dimensions: dimensions = [] }: ListMetricsInput,
): boolean {
  return (
    metric.namespace === (namespace ?? metric.namespace) &&
    metric.name === (name ?? metric.name) &&
    dimensions.every(({ Name = '', Value }) => {
      const value = metric.dimensions[Name];
      return value !== undefined && value === (Value ?? value);
    })
  );
}

function refuseToken(): ServiceError {
  return new ServiceError('InvalidParameterValueException', 'The value for parameter NextToken is invalid.');
}
