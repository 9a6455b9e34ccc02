import { Duration } from 'aws-cdk-lib';
import {
  type AlarmProps,
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { FunctionSchedule } from './function-schedule.ts';

/** What an alarm watches, and when it goes off. */
export type AlarmRule = Pick<
  AlarmProps,
  | 'metric'
  | 'threshold'
  | 'comparisonOperator'
  | 'evaluationPeriods'
  | 'datapointsToAlarm'
  | 'treatMissingData'
>;

/** A length of time as an alarm sees it: a number of periods. */
interface Window {
  readonly period: Duration;
  readonly periods: number;
}

/**
 * How far back an alarm may look: one day, or seven with periods of an hour or more (API reference of
 * PutMetricAlarm). Shorter periods show missing calls sooner, because an alarm looks at a few more periods
 * than it is told to.
 */
const ranges = [
  { period: Duration.minutes(5), longest: Duration.days(1) },
  { period: Duration.hours(1), longest: Duration.days(7) },
];

/**
 * A call begins up to a minute late and runs for five minutes at most. Its metrics come some minutes after
 * its end.
 */
const sparePeriods = 2;

/**
 * The alarm goes off when no call of the function has ended well for `calls` rounds of its schedule: all of
 * them failed, or none came. If that many rounds are longer than an alarm can look back, fewer rounds count.
 * If even one round is too long, as with a call a week or less, silence cannot be seen. Then the alarm goes
 * off when a call has failed for good.
 */
export function watchCalls({ function: called, period }: FunctionSchedule, calls: number): AlarmRule {
  const rounds = Array.from({ length: calls }, (_, missed) => calls - missed);
  const [window] = rounds.flatMap((count) => findWindow(count * period.toMinutes()) ?? []);
  return window === undefined ? callFailed(called) : noneEndedWell(called, window);
}

function findWindow(minutes: number): Window | undefined {
  const windows = ranges.map(({ period, longest }) => {
    const periods = Math.ceil(minutes / period.toMinutes()) + sparePeriods;
    return { period, periods, isAllowed: periods * period.toMinutes() <= longest.toMinutes() };
  });
  return windows.find(({ isAllowed }) => isAllowed);
}

/**
 * One call that ended well in any of the periods is enough. Errors counts failed calls, and may be missing
 * when all went well. In a difference, a missing value counts as 0. If both metrics are missing, nobody
 * called.
 */
function noneEndedWell(called: IFunction, { period, periods }: Window): AlarmRule {
  return {
    metric: new MathExpression({
      label: 'Calls that ended well',
      expression: 'invocations - errors',
      usingMetrics: { invocations: called.metricInvocations(), errors: called.metricErrors() },
      period,
    }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    evaluationPeriods: periods,
    treatMissingData: TreatMissingData.BREACHING,
  };
}

/** Lambda drops an event after two more attempts, or when it could not call the function for six hours. */
function callFailed(called: IFunction): AlarmRule {
  return {
    metric: called.metric('AsyncEventsDropped', { period: Duration.hours(1), statistic: 'Sum' }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  };
}
