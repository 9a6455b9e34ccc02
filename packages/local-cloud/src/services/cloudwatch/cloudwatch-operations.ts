import type { Host } from '../../core/host.ts';
import type { Operation } from '../../core/service.ts';
import type { CloudWatch } from './cloudwatch.ts';
import { describeAlarms } from './operations/describe-alarms.ts';
import { getMetricData } from './operations/get-metric-data.ts';
import { getMetricStatistics } from './operations/get-metric-statistics.ts';
import { listMetrics } from './operations/list-metrics.ts';

/** The operations by API name, each in a file of its name. */
export function cloudWatchOperations(host: Host, cloudwatch: CloudWatch) {
  return {
    DescribeAlarms: describeAlarms(host, cloudwatch),
    GetMetricData: getMetricData(cloudwatch),
    GetMetricStatistics: getMetricStatistics(cloudwatch),
    ListMetrics: listMetrics(cloudwatch),
  } satisfies Record<string, Operation>;
}
