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
  'metric' | 'threshold' | 'comparisonOperator' | 'evaluationPeriods' | 'treatMissingData'
>;

/** A length of time as an alarm sees it: so many periods. */
interface Window {
  readonly period: Duration;
  readonly periods: number;
}

/**
 * How far back an alarm may look: a day, and seven with periods of an hour or more (API reference of PutMetricAlarm).
 * The shorter the periods, the sooner it sees that nothing comes: it looks at some more of them than it is told to.
 */
const ranges = [
  { period: Duration.minutes(5), longest: Duration.days(1) },
  { period: Duration.hours(1), longest: Duration.days(7) },
];

/** A call begins up to a minute late, runs for five at most, and its metrics come some minutes after its end. */
const sparePeriods = 2;

/**
 * Goes off when no call of the function has ended well for `calls` rounds of its schedule: because all of them failed,
 * or because none came. Where so many rounds are longer than an alarm can look back, fewer count. Where even one is, with
 * a call a week or less, silence cannot be seen: then the alarm goes off when a call has failed for good.
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
 * A call that ended well in any of the periods is enough. Errors are a metric of failed calls, and may be missing where
 * all went well: in a difference what is missing counts as 0. Where both are missing nobody called.
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
