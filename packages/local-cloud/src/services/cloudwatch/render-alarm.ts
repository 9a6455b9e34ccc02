import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { AlarmRecord } from './cloudwatch.ts';
import { type Properties, partOf } from './read-properties.ts';

/** The properties that a template and DescribeAlarms have alike. */
const shown = [
  'MetricName',
  'Namespace',
  'Statistic',
  'Period',
  'Unit',
  'DatapointsToAlarm',
  'TreatMissingData',
];

/** An alarm, as DescribeAlarms shows it. */
export function renderAlarm({
  alarm,
  properties,
  state,
  reason,
  stateMs,
  updatedMs,
}: AlarmRecord): MetricAlarm {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description === '' ? undefined : alarm.description,
    AlarmConfigurationUpdatedTimestamp: new Date(updatedMs),
    ActionsEnabled: properties['ActionsEnabled'] !== false,
    OKActions: listOf(properties['OKActions']),
    AlarmActions: listOf(properties['AlarmActions']),
    InsufficientDataActions: listOf(properties['InsufficientDataActions']),
    StateValue: state,
    StateReason: reason,
    StateUpdatedTimestamp: new Date(stateMs),
    StateTransitionedTimestamp: new Date(stateMs),
    Dimensions: dimensionsOf(properties['Dimensions']),
    ...Object.fromEntries(shown.map((name) => [name, properties[name]])),
    ...metricsOf(properties['Metrics']),
    EvaluationPeriods: alarm.evaluationPeriods,
    Threshold: alarm.threshold,
    ComparisonOperator: alarm.comparison,
  };
}

function listOf(value: unknown): string[] {
  return [value ?? []].flat().map(String);
}

function dimensionsOf(value: unknown) {
  return [value ?? []].flat().map((dimension) => {
    const { Name, Value } = partOf(dimension);
    return { Name: String(Name), Value: String(Value) };
  });
}

/** The queries of an alarm on an expression. They have the form of the API already. */
function metricsOf(value: unknown): Pick<MetricAlarm, 'Metrics'> {
  if (!Array.isArray(value)) return {};
  return { Metrics: value.map((query) => readQuery(partOf(query))) };
}

function readQuery(query: Properties) {
  const { Metric: metric, Period: period, Stat: stat } = partOf(query['MetricStat']);
  const { Namespace: namespace, MetricName: name, Dimensions: dimensions } = partOf(metric);
  const statistic = {
    Metric: {
      Namespace: String(namespace),
      MetricName: String(name),
      Dimensions: dimensionsOf(dimensions),
    },
    Period: Number(period),
    Stat: String(stat),
  };
  return {
    Id: String(query['Id']),
    Expression: query['Expression'] === undefined ? undefined : String(query['Expression']),
    Label: query['Label'] === undefined ? undefined : String(query['Label']),
    MetricStat: query['MetricStat'] === undefined ? undefined : statistic,
    ReturnData: query['ReturnData'] !== false,
  };
}
