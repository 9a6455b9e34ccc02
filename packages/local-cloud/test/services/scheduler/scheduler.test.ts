import { describe, expect, test } from 'vitest';
import { functionArn, queueArn, scheduleArn, schedulerBench, target } from './scheduler-bench.ts';

describe('the declaration of a schedule', () => {
  test.each([
    [{ ScheduleExpression: 'rate(0 minutes)' }, 'Invalid Schedule Expression rate(0 minutes)'],
    [{ ScheduleExpression: 'rate(5 seconds)' }, 'Invalid Schedule Expression'],
    [{ ScheduleExpression: 'every 5 minutes' }, 'Invalid Schedule Expression'],
    [{ ScheduleExpression: 'at(2026-11-21 12:00)' }, 'Invalid Schedule Expression'],
    [{ FlexibleTimeWindow: undefined }, 'FlexibleTimeWindow is required'],
    [{ FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, 'must be 1 to 1440'],
    [{ FlexibleTimeWindow: { Mode: 'OFF', MaximumWindowInMinutes: 5 } }, 'OFF without a maximum'],
    [{ StartDate: '2026-11-21T11:54:59Z' }, 'cannot be earlier than 5 minutes ago'],
    [{ EndDate: '2026-11-21T11:59:59Z' }, 'must be in the future'],
    [{ StartDate: '2026-11-21T13:00:00Z', EndDate: '2026-11-21T13:00:00Z' }, 'must come after'],
    [{ State: 'PAUSED' }, 'ENABLED or DISABLED'],
    [{ Target: undefined }, 'Target is required'],
    [{ Target: { Arn: functionArn } }, 'needs Arn and RoleArn'],
    [{ Target: { ...target, RetryPolicy: { MaximumRetryAttempts: 186 } } }, 'must be 0 to 185'],
    [{ Target: { ...target, RetryPolicy: { MaximumEventAgeInSeconds: 59 } } }, 'must be 60 to 86400'],
  ])('refuses %j', (properties, problem) => {
    expect(() => schedulerBench(properties).declare()).toThrow(problem);
  });

  test.each([
    [{ ScheduleExpressionTimezone: 'Europe/Berlin' }, 'time zone Europe/Berlin'],
    [{ KmsKeyArn: 'key' }, 'KmsKeyArn'],
    [{ Target: { ...target, Arn: queueArn } }, 'the schedule target'],
    [{ Target: { ...target, EcsParameters: {} } }, 'EcsParameters'],
  ])('refuses %j, which is not emulated', (properties, problem) => {
    expect(() => schedulerBench(properties).declare()).toThrow(problem);
    expect(() => schedulerBench(properties).declare()).toThrow('does not emulate');
  });

  test('refuses a role that the service may not assume', () => {
    expect(() => schedulerBench({}, { isTrusted: false }).declare()).toThrow(
      'must allow AWS EventBridge Scheduler',
    );
  });

  test('refuses a name that is taken, and a group that does not exist', () => {
    const { declare, scheduler } = schedulerBench();
    declare();
    expect(() => declare()).toThrow('already exists');
    const elsewhere = { logicalId: 'X', name: 'X', groupName: 'Mine', arn: scheduleArn };
    const properties = {
      ScheduleExpression: 'rate(1 day)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: target,
    };
    expect(() => scheduler.declareSchedule({ ...elsewhere, properties })).toThrow('Mine does not exist');
    scheduler.declareGroup('Mine');
    scheduler.declareSchedule({ ...elsewhere, properties });
    expect(() => scheduler.declareGroup('Mine')).toThrow('already exists');
  });
});
