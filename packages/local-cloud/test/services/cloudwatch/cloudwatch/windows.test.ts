import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../../src/core/service.ts';
import { CloudWatch } from '../../../../src/services/cloudwatch/cloudwatch.ts';
import { accountId } from '../../../accounts.ts';
import { recordingHost } from '../../../recording-host.ts';

const arn = `arn:aws:cloudwatch:eu-west-1:${accountId}:alarm:Test`;
const minuteMs = 60_000;
const hour = 60;

const onMetric = {
  Namespace: 'AWS/SQS',
  MetricName: 'Visible',
  Statistic: 'Maximum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
};

/** A metric of the function `recheck` for an expression. */
const ofFunction = (Id: string, MetricName: string) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: 'recheck' }] },
    Period: 300,
    Stat: 'Sum',
  },
  ReturnData: false,
});
const invocations = ofFunction('invocations', 'Invocations');
const errors = ofFunction('errors', 'Errors');
const difference = { Id: 'well', Expression: 'invocations - errors', Label: 'Calls that ended well' };

/** Goes off if no call succeeds within 25 minutes. */
const onCalls = {
  Metrics: [difference, invocations, errors],
  EvaluationPeriods: 5,
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
  TreatMissingData: 'breaching',
};

function start(properties: object) {
  const host = recordingHost();
  const cloudWatch = new CloudWatch(host, () => undefined);
  // A whole hour, so that the ends of hours are easy to see.
  const startMs = Math.ceil(host.timeline.nowMs / (hour * minuteMs)) * hour * minuteMs;
  cloudWatch.declareAlarm({ logicalId: 'A', arn, properties: { AlarmName: 'Test', ...properties } });
  return {
    /** The state of the alarm at a minute. */
    stateAt: (minute: number) => {
      cloudWatch.evaluateAlarms(startMs + minute * minuteMs);
      return cloudWatch.alarmStates().get('Test');
    },
    valueAt: (minute: number, value: number) => {
      host.timeline.advanceTo(startMs + minute * minuteMs);
      cloudWatch.record('AWS/SQS', 'Visible', {}, value);
    },
    callAt: (minute: number, isOk: boolean, functionName = 'recheck') =>
      cloudWatch.recordCall(functionName, { beganMs: startMs + minute * minuteMs, isOk }),
  };
}

describe('the window of an alarm', () => {
  it('slides by the minute, whatever the period is', () => {
    const { valueAt, stateAt } = start(onMetric);
    valueAt(3, 1);
    expect(stateAt(3)).toBe('OK');
    expect(stateAt(4)).toBe('ALARM');
    valueAt(6, 0);
    expect(stateAt(8)).toBe('ALARM');
    expect(stateAt(9)).toBe('OK');
  });

  it('ends with the last whole hour when it is longer than a day', () => {
    const day = start({ ...onMetric, Period: 3600, EvaluationPeriods: 24, DatapointsToAlarm: 1 });
    const more = start({ ...onMetric, Period: 3600, EvaluationPeriods: 25, DatapointsToAlarm: 1 });
    for (const { valueAt } of [day, more]) valueAt(30, 1);
    expect([day.stateAt(31), more.stateAt(31), more.stateAt(59)]).toEqual(['ALARM', 'OK', 'OK']);
    expect(more.stateAt(hour)).toBe('ALARM');
  });

  it.each([
    [300, 288],
    [3540, 24],
    [3600, 168],
    [86_400, 7],
  ])('may be %i s, %i times, and refuses one more', (Period, EvaluationPeriods) => {
    const declare = (periods: number) => start({ ...onMetric, Period, EvaluationPeriods: periods });
    expect(() => declare(EvaluationPeriods)).not.toThrow();
    expect(() => declare(EvaluationPeriods + 1)).toThrow('Period times EvaluationPeriods must be at most');
  });
});

describe('an alarm on the difference of two metrics', () => {
  it.each([
    ['a call that ended well', [true], 'OK'],
    ['one that failed', [false], 'ALARM'],
    ['one that failed and one that ended well', [false, true], 'OK'],
    ['two that failed', [false, false], 'ALARM'],
    ['none', [], 'ALARM'],
  ])('has the right state after %s', (_, calls, expected) => {
    const { callAt, stateAt } = start({ ...onCalls, EvaluationPeriods: 1 });
    for (const isOk of calls) callAt(0, isOk);
    callAt(0, true, 'sweep');
    expect(stateAt(5)).toBe(expected);
  });

  it('counts a missing value as 0 on either side', () => {
    const swapped = { ...difference, Expression: 'errors - invocations' };
    const rings = { ...onCalls, Metrics: [swapped, invocations, errors], EvaluationPeriods: 1 };
    const { callAt, stateAt } = start({ ...rings, Threshold: 0 });
    callAt(0, true);
    expect(stateAt(5)).toBe('ALARM');
  });

  it('is OK as long as one call in the window ended well, and sees silence two periods later than failure', () => {
    const [silent, failing] = [start(onCalls), start(onCalls)];
    for (const { callAt } of [silent, failing]) callAt(0, true);
    for (const minute of [5, 10, 15, 20, 25, 30]) failing.callAt(minute, false);
    expect([failing.stateAt(25), failing.stateAt(26)]).toEqual(['OK', 'ALARM']);
    expect([silent.stateAt(35), silent.stateAt(36)]).toEqual(['OK', 'ALARM']);
    silent.callAt(40, true);
    expect(silent.stateAt(41)).toBe('OK');
  });

  const changed = (query: { MetricStat: object }, changes: object) => ({
    ...query,
    MetricStat: { ...query.MetricStat, ...changes },
  });
  const metrics = (count: number) => Array.from({ length: count }, (_, n) => ofFunction(`m${n}`, 'Errors'));
  it.each([
    [[], 'one of Metrics must return data, received 0'],
    [[invocations, errors], 'one of Metrics must return data, received 0'],
    [[difference, { ...difference, Id: 'other' }], 'one of Metrics must return data, received 2'],
    [[difference, invocations, invocations], 'the Ids well, invocations, invocations must differ'],
    [
      [{ ...difference, Id: 'Well' }, invocations, errors],
      'Id must begin with a small letter, received "Well"',
    ],
    [[difference, invocations], 'names errors, which is no Id of a metric'],
    [[difference, invocations, changed(errors, { Period: 60 })], 'must have one Period'],
    [
      [difference, invocations, changed(errors, { Period: undefined })],
      'Period must be a whole number from 1',
    ],
    [[difference, invocations, changed(errors, { Metric: {} })], 'needs a Namespace and a MetricName'],
    [[difference, ...metrics(11)], 'at most 10 metrics, received 11'],
  ])('refuses the metrics %j', (Metrics, message) => {
    expect(() => start({ ...onCalls, Metrics })).toThrow(message);
  });

  it('refuses a metric beside the expression', () => {
    expect(() => start({ ...onCalls, MetricName: 'Errors', Period: 300 })).toThrow(
      'Metrics excludes MetricName, Period',
    );
  });

  it.each([
    [[{ ...difference, Expression: 'FILL(invocations, 0)' }, invocations]],
    [[{ ...difference, Expression: 'invocations * 2' }, invocations]],
    [[{ ...difference, Expression: 'invocations - 1' }, invocations]],
    [[{ ...difference, Period: 60 }, invocations, errors]],
    [[difference, { Id: 'other', Expression: 'invocations', ReturnData: false }, invocations, errors]],
    [[{ ...invocations, ReturnData: true }]],
    [[difference, { ...invocations, AccountId: accountId }, errors]],
    [[difference, changed(invocations, { Unit: 'Count' }), errors]],
    [[difference, changed(invocations, { Period: 10 }), changed(errors, { Period: 10 })]],
  ])('refuses %j, which is not emulated', (Metrics) => {
    expect(() => start({ ...onCalls, Metrics })).toThrow(NotEmulatedError);
  });
});
