import { NotEmulatedError } from '../../core/service.ts';
import type { MetricStore } from './metric-store.ts';
import { invalid, type Properties, readChoice, readCount, refuseOthers } from './read-properties.ts';
import { metricProperties, readValue, readWatched, type Watched } from './watched.ts';

/** An `AWS::CloudWatch::Alarm` of a template; its properties are resolved. */
export interface AlarmDeclaration {
  readonly logicalId: string;
  readonly arn: string;
  readonly properties: Properties;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A static-threshold alarm on a metric or on a sum of metrics. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly watched: Watched;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
  /** The ARNs to notify of a change to each state. Empty if actions are disabled. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
}

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

type Comparison = keyof typeof comparisons;
type MissingData = keyof typeof missingDataTreatments;

const alarmProperties = [
  ...metricProperties,
  ...['AlarmName', 'AlarmDescription', 'Metrics', 'Threshold', 'ComparisonOperator', 'TreatMissingData'],
  ...['EvaluationPeriods', 'DatapointsToAlarm', 'ActionsEnabled'],
  ...['AlarmActions', 'OKActions', 'InsufficientDataActions', 'Tags'],
];

/** The most actions for one state of an alarm. */
const actionsMax = 5;

/** The longest evaluation range of an alarm depends on its period (API reference of PutMetricAlarm). */
const hourSeconds = 3600;
const daySeconds = 24 * hourSeconds;

/** Reads a declared alarm. Refuses what `PutMetricAlarm` refuses; percentiles are not emulated. */
export function readAlarm({ logicalId, arn, properties }: AlarmDeclaration): Alarm {
  refuseOthers(properties, alarmProperties, `AWS::CloudWatch::Alarm ${logicalId}`);
  const watched = readWatched(properties);
  const evaluationPeriods = readCount(properties, 'EvaluationPeriods');
  checkRange(watched.periodSeconds, evaluationPeriods);
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
    watched,
    comparison: readChoice(properties['ComparisonOperator'], comparisons, 'ComparisonOperator'),
    threshold: properties['Threshold'],
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

/** The number of additional periods that CloudWatch reads, to have enough datapoints if some are missing. */
const sparePeriods = 2;

/** The state of an alarm at a time, and what tells the reason. `current` is kept if missing data are ignored. */
export function evaluateAlarm(
  alarm: Alarm,
  store: MetricStore,
  now: { readonly nowMs: number; readonly current: AlarmState },
): { readonly state: AlarmState; readonly explain: () => string } {
  const values = recentValues(alarm, store, now.nowMs);
  const breaching = values.filter((value) =>
    comparisons[alarm.comparison].holds(value, alarm.threshold),
  ).length;
  const missing = alarm.evaluationPeriods - values.length;
  const state = decide(alarm, { breaching, existing: values.length, missing, current: now.current });
  const explain = () => {
    if (state === 'INSUFFICIENT_DATA') return `Insufficient Data: ${missing} datapoints were unknown.`;
    const words = `${comparisons[alarm.comparison].words} the threshold (${alarm.threshold})`;
    const crossed = state === 'ALARM' ? 'Threshold Crossed' : 'Threshold not crossed';
    const listed = `${values.length} datapoints [${values.join(', ')}]`;
    return `${crossed}: ${breaching} of ${listed} were ${words}; missing: ${missing}, treated as ${alarm.missingData}`;
  };
  return { state, explain };
}

interface Count {
  readonly breaching: number;
  readonly existing: number;
  readonly missing: number;
  readonly current: AlarmState;
}

/** Follows the tables of "Configuring how CloudWatch alarms treat missing data". */
function decide(alarm: Alarm, { breaching, existing, missing, current }: Count): AlarmState {
  const presumed = alarm.missingData === 'breaching' ? missing : 0;
  if (breaching + presumed >= alarm.datapointsToAlarm) return 'ALARM';
  if (breaching < existing || alarm.missingData === 'breaching' || alarm.missingData === 'notBreaching')
    return 'OK';
  if (alarm.missingData === 'ignore') return current;
  return existing === 0 ? 'INSUFFICIENT_DATA' : 'ALARM';
}

/**
 * The newest values, newest first, at most as many as the alarm evaluates. The window slides. It ends with the last
 * whole minute, or with the last whole hour if it is longer than a day ("Alarm evaluation").
 */
function recentValues({ watched, evaluationPeriods }: Alarm, store: MetricStore, nowMs: number): number[] {
  const periodMs = watched.periodSeconds * 1000;
  const isLong = watched.periodSeconds * evaluationPeriods > daySeconds;
  const stepMs = (isLong ? hourSeconds : 60) * 1000;
  const endMs = Math.floor(nowMs / stepMs) * stepMs;
  const values: number[] = [];
  for (let back = 0; back < evaluationPeriods + sparePeriods && values.length < evaluationPeriods; back++) {
    const value = readValue(watched, store, endMs - (back + 1) * periodMs, endMs - back * periodMs);
    if (value !== undefined) values.push(value);
  }
  return values;
}

function checkRange(periodSeconds: number, evaluationPeriods: number): void {
  const rangeSeconds = periodSeconds * evaluationPeriods;
  const rangeSecondsMax = periodSeconds < hourSeconds ? daySeconds : 7 * daySeconds;
  if (rangeSeconds > rangeSecondsMax)
    throw invalid(
      `Period times EvaluationPeriods must be at most ${rangeSecondsMax}, received ${rangeSeconds}`,
    );
}

function readActions(properties: Properties, name: string): readonly string[] {
  const actions = [properties[name] ?? []].flat().map(String);
  if (actions.length > actionsMax)
    throw invalid(`${name} holds at most ${actionsMax}, received ${actions.length}`);
  const others = actions.filter((arn) => arn.split(':')[2] !== 'sns');
  if (others.length > 0) throw new NotEmulatedError(`the alarm actions ${others.join(', ')}`);
  return properties['ActionsEnabled'] === false ? [] : actions;
}
