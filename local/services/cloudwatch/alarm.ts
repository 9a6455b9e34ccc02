import { NotEmulatedError, ServiceError } from '../../cloud/service.ts';
import type { Datapoint, Metric, MetricStore } from './metric-store.ts';

/** An `AWS::CloudWatch::Alarm` of a template; its properties are resolved. */
export interface AlarmDeclaration {
  readonly logicalId: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A static-threshold alarm on one metric. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly metric: Metric;
  readonly statistic: Statistic;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
  /** The ARNs to tell of a change to a state; empty when actions are disabled. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
}

const statistics = {
  Sum: ({ sum }: Datapoint) => sum,
  SampleCount: ({ count }: Datapoint) => count,
  Average: ({ sum, count }: Datapoint) => sum / count,
  Minimum: ({ min }: Datapoint) => min,
  Maximum: ({ max }: Datapoint) => max,
} as const;

const comparisons = {
  GreaterThanOrEqualToThreshold: {
    holds: (value: number, threshold: number) => value >= threshold,
    words: 'greater than or equal to',
  },
  GreaterThanThreshold: {
    holds: (value: number, threshold: number) => value > threshold,
    words: 'greater than',
  },
  LessThanThreshold: { holds: (value: number, threshold: number) => value < threshold, words: 'less than' },
  LessThanOrEqualToThreshold: {
    holds: (value: number, threshold: number) => value <= threshold,
    words: 'less than or equal to',
  },
} as const;

const missingDataTreatments = { missing: true, ignore: true, breaching: true, notBreaching: true } as const;

type Statistic = keyof typeof statistics;
type Comparison = keyof typeof comparisons;
type MissingData = keyof typeof missingDataTreatments;

const alarmProperties = new Set([
  ...[
    'AlarmName',
    'AlarmDescription',
    'Namespace',
    'MetricName',
    'Dimensions',
    'Statistic',
    'Period',
    'Threshold',
  ],
  ...['EvaluationPeriods', 'DatapointsToAlarm', 'ComparisonOperator', 'TreatMissingData', 'ActionsEnabled'],
  ...['AlarmActions', 'OKActions', 'InsufficientDataActions', 'Tags'],
]);

/** Actions of one state of an alarm, at most. */
const actionsMax = 5;

/** Reads a declared alarm. Refuses what `PutMetricAlarm` refuses; metric math and percentiles are not emulated. */
export function readAlarm({ logicalId, arn, properties }: AlarmDeclaration): Alarm {
  const others = Object.keys(properties).filter((name) => !alarmProperties.has(name));
  if (others.length > 0)
    throw new NotEmulatedError(`${others.join(', ')} of AWS::CloudWatch::Alarm ${logicalId}`);
  const periodSeconds = readCount(properties, 'Period');
  if (periodSeconds % 60 !== 0)
    throw new NotEmulatedError(`alarm periods of ${periodSeconds} s (high resolution)`);
  const evaluationPeriods = readCount(properties, 'EvaluationPeriods');
  const datapointsToAlarm = readCount(properties, 'DatapointsToAlarm', evaluationPeriods);
  if (datapointsToAlarm > evaluationPeriods) {
    throw invalid(
      `DatapointsToAlarm must be at most EvaluationPeriods (${evaluationPeriods}), received ${datapointsToAlarm}`,
    );
  }
  if (typeof properties['Threshold'] !== 'number')
    throw invalid(`Threshold must be a number, received ${JSON.stringify(properties['Threshold'])}`);
  return {
    name: String(properties['AlarmName'] ?? arn.split(':').slice(6).join(':')),
    arn,
    description: String(properties['AlarmDescription'] ?? ''),
    metric: readMetric(properties),
    statistic: readChoice(properties['Statistic'], statistics, 'Statistic'),
    comparison: readChoice(properties['ComparisonOperator'], comparisons, 'ComparisonOperator'),
    threshold: properties['Threshold'],
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm,
    missingData: readChoice(
      properties['TreatMissingData'] ?? 'missing',
      missingDataTreatments,
      'TreatMissingData',
    ),
    actions: {
      ALARM: readActions(properties, 'AlarmActions'),
      OK: readActions(properties, 'OKActions'),
      INSUFFICIENT_DATA: readActions(properties, 'InsufficientDataActions'),
    },
  };
}

/** How many more periods than the alarm needs CloudWatch looks at, to have enough datapoints when some are missing. */
const sparePeriods = 2;

/** The state an alarm has at a moment, and why. `current` is kept where missing data are to be ignored. */
export function evaluateAlarm(
  alarm: Alarm,
  store: MetricStore,
  now: { readonly nowMs: number; readonly current: AlarmState },
): { readonly state: AlarmState; readonly reason: string } {
  const values = recentValues(alarm, store, now.nowMs);
  const breaching = values.filter((value) =>
    comparisons[alarm.comparison].holds(value, alarm.threshold),
  ).length;
  const missing = alarm.evaluationPeriods - values.length;
  const state = decide(alarm, { breaching, existing: values.length, missing, current: now.current });
  const words = `${comparisons[alarm.comparison].words} the threshold (${alarm.threshold})`;
  const listed = `${values.length} datapoints [${values.join(', ')}]`;
  const reasons = {
    ALARM: `Threshold Crossed: ${breaching} of ${listed} were ${words}; missing: ${missing}, treated as ${alarm.missingData}`,
    OK: `Threshold not crossed: ${breaching} of ${listed} were ${words}; missing: ${missing}, treated as ${alarm.missingData}`,
    INSUFFICIENT_DATA: `Insufficient Data: ${missing} datapoints were unknown.`,
  };
  return { state, reason: reasons[state] };
}

interface Count {
  readonly breaching: number;
  readonly existing: number;
  readonly missing: number;
  readonly current: AlarmState;
}

/** As the tables of "Configuring how CloudWatch alarms treat missing data" decide. */
function decide(alarm: Alarm, { breaching, existing, missing, current }: Count): AlarmState {
  const presumed = alarm.missingData === 'breaching' ? missing : 0;
  if (breaching + presumed >= alarm.datapointsToAlarm) return 'ALARM';
  if (breaching < existing || alarm.missingData === 'breaching' || alarm.missingData === 'notBreaching')
    return 'OK';
  if (alarm.missingData === 'ignore') return current;
  return existing === 0 ? 'INSUFFICIENT_DATA' : 'ALARM';
}

/** The newest values of whole periods, newest first, at most as many as the alarm evaluates. */
function recentValues(alarm: Alarm, store: MetricStore, nowMs: number): number[] {
  const periodMs = alarm.periodSeconds * 1000;
  const endMs = Math.floor(nowMs / periodMs) * periodMs;
  const values: number[] = [];
  for (let back = 0; back < alarm.evaluationPeriods + sparePeriods; back++) {
    const datapoint = store.datapoint(alarm.metric, endMs - (back + 1) * periodMs, endMs - back * periodMs);
    if (datapoint !== undefined) values.push(statistics[alarm.statistic](datapoint));
  }
  return values.slice(0, alarm.evaluationPeriods);
}

function readMetric(properties: Readonly<Record<string, unknown>>): Metric {
  const { Namespace: namespace, MetricName: name } = properties;
  if (typeof namespace !== 'string' || typeof name !== 'string')
    throw invalid('an alarm needs a Namespace and a MetricName');
  const list: readonly unknown[] = [properties['Dimensions'] ?? []].flat();
  const dimensions = list.map((dimension) => {
    const entry =
      typeof dimension === 'object' && dimension !== null ? new Map(Object.entries(dimension)) : undefined;
    return [String(entry?.get('Name')), String(entry?.get('Value'))] as const;
  });
  return { namespace, name, dimensions: Object.fromEntries(dimensions) };
}

function readActions(properties: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const actions = [properties[name] ?? []].flat().map(String);
  if (actions.length > actionsMax)
    throw invalid(`${name} holds at most ${actionsMax}, received ${actions.length}`);
  const others = actions.filter((arn) => arn.split(':')[2] !== 'sns');
  if (others.length > 0) throw new NotEmulatedError(`the alarm actions ${others.join(', ')}`);
  return properties['ActionsEnabled'] === false ? [] : actions;
}

function readCount(properties: Readonly<Record<string, unknown>>, name: string, fallback?: number): number {
  const value = Number(properties[name] ?? fallback);
  if (Number.isInteger(value) && value >= 1) return value;
  throw invalid(`${name} must be a whole number from 1, received ${JSON.stringify(properties[name])}`);
}

function readChoice<K extends string>(
  value: unknown,
  choices: Readonly<Record<K, unknown>>,
  name: string,
): K {
  const isChoice = (text: string): text is K => Object.hasOwn(choices, text);
  if (typeof value === 'string' && isChoice(value)) return value;
  throw invalid(
    `${name} must be one of ${Object.keys(choices).join(', ')}, received ${JSON.stringify(value)}`,
  );
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationError', message);
}
