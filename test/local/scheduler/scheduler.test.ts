import { describe, expect, test } from 'vitest';
import type { DeliveryResult } from '../../../local/services/events/delivery.ts';
import type { ScheduleDeadLetter } from '../../../local/services/scheduler/schedule-delivery.ts';
import { Scheduler, type ScheduleTransit } from '../../../local/services/scheduler/scheduler.ts';
import { accountId } from '../../accounts.ts';
import { recordingHost } from '../recording-host.ts';

const functionArn = `arn:aws:lambda:eu-west-1:${accountId}:function:Recheck`;
const roleArn = `arn:aws:iam::${accountId}:role/Scheduler`;
const queueArn = `arn:aws:sqs:eu-west-1:${accountId}:Undelivered`;
const scheduleArn = `arn:aws:scheduler:eu-west-1:${accountId}:schedule/default/Recheck`;
const target = { Arn: functionArn, RoleArn: roleArn, Input: '{}' };
const delivered: DeliveryResult = { outcome: 'delivered' };

interface Options {
  readonly seed?: number;
  readonly answer?: () => DeliveryResult;
  readonly isTrusted?: boolean;
  readonly transit?: ScheduleTransit;
  readonly isKept?: boolean;
}

function start(properties: object = {}, options: Options = {}) {
  const host = recordingHost(options.seed);
  const startMs = host.timeline.nowMs;
  const calls: { readonly atSeconds: number; readonly payload: string; readonly groupArn: string }[] = [];
  const letters: ScheduleDeadLetter[] = [];
  const scheduler = new Scheduler(
    host,
    {
      roleRefusal: () => (options.isTrusted === false ? 'not trusted' : undefined),
      deliver: ({ payload, groupArn }) => {
        calls.push({ atSeconds: (host.timeline.nowMs - startMs) / 1000, payload, groupArn });
        return options.answer?.() ?? delivered;
      },
      sendDeadLetter: (letter) => {
        letters.push(letter);
        return options.isKept ?? true;
      },
    },
    options.transit,
  );
  const declare = (more: object = {}) =>
    scheduler.declareSchedule({
      logicalId: 'Recheck',
      name: 'Recheck',
      groupName: 'default',
      arn: scheduleArn,
      properties: {
        ScheduleExpression: 'rate(5 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: target,
        ...properties,
        ...more,
      },
    });
  const run = (seconds: number) => {
    const untilMs = startMs + seconds * 1000;
    while ((host.timeline.nextMs ?? Number.POSITIVE_INFINITY) <= untilMs) host.timeline.step();
  };
  return { host, scheduler, declare, run, calls, letters, startMs };
}

const punctual: ScheduleTransit = () => [0];
const minutesOf = (calls: readonly { readonly atSeconds: number }[]) =>
  calls.map(({ atSeconds }) => atSeconds / 60);

describe('a schedule', () => {
  test('at a rate begins at once, and invokes in the minute that begins with each moment', () => {
    const { declare, run, calls } = start();
    declare();
    run(3600);
    expect(calls).toHaveLength(12 + 1 - Number((calls[12]?.atSeconds ?? 9999) > 3600));
    for (const [index, { atSeconds }] of calls.entries()) {
      expect(atSeconds).toBeGreaterThanOrEqual(index * 300);
      expect(atSeconds).toBeLessThan(index * 300 + 60);
    }
    expect(new Set(calls.map(({ atSeconds }, index) => atSeconds - index * 300)).size).toBeGreaterThan(5);
  });

  test('has one appointment at a time', () => {
    const { declare, host } = start({}, { transit: () => [] });
    declare();
    let steps = 0;
    const untilMs = host.timeline.nowMs + 3600_000;
    while ((host.timeline.nextMs ?? 0) < untilMs && host.timeline.step()) steps++;
    expect(steps).toBe(12);
  });

  test('the same seed invokes at the same moments, another seed at others', () => {
    const moments = (seed: number) => {
      const { declare, run, calls } = start({}, { seed });
      declare();
      run(3600);
      return calls;
    };
    expect(moments(1)).toEqual(moments(1));
    expect(moments(1)).not.toEqual(moments(2));
  });

  test('with a start and an end invokes from the one to the other, both included', () => {
    const { declare, run, calls, startMs } = start({}, { transit: punctual });
    const at = (minutes: number) => new Date(startMs + minutes * 60_000).toISOString();
    declare({ StartDate: at(7), EndDate: at(17) });
    run(3600);
    expect(minutesOf(calls)).toEqual([7, 12, 17]);
  });

  test('that started in the last five minutes keeps its rate', () => {
    const { declare, run, calls, startMs } = start({}, { transit: punctual });
    declare({ StartDate: new Date(startMs - 120_000).toISOString() });
    run(600);
    expect(minutesOf(calls)).toEqual([3, 8]);
  });

  test('follows the calendar', () => {
    const { declare, run, calls } = start(
      { ScheduleExpression: 'cron(0/20 * * * ? *)' },
      { transit: punctual },
    );
    declare();
    run(3599);
    expect(minutesOf(calls)).toEqual([0, 20, 40]);
  });

  test('for one moment invokes once, whatever its dates say', () => {
    const expression = 'at(2026-11-21T12:10:00)';
    const { declare, run, calls, startMs } = start({ ScheduleExpression: expression }, { transit: punctual });
    declare({ EndDate: new Date(startMs + 60_000).toISOString() });
    run(7200);
    expect(minutesOf(calls)).toEqual([10]);
  });

  test('with a time window invokes somewhere in it', () => {
    const { declare, run, calls } = start({
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    });
    declare();
    run(20 * 3600);
    const offsets = calls.map(({ atSeconds }) => atSeconds % 3600);
    expect(Math.max(...offsets)).toBeGreaterThan(60);
    expect(Math.max(...offsets)).toBeLessThan(900);
  });

  test('that is disabled invokes nothing, and leaves the timeline alone', () => {
    const { declare, host } = start({ State: 'DISABLED' });
    declare();
    expect(host.timeline.nextMs).toBeUndefined();
  });

  test('may invoke twice, or not at all, when its transit says so', () => {
    const journeys = [[1000, 90_000], [], [0]];
    const { declare, run, calls } = start({}, { transit: () => journeys.shift() ?? [] });
    declare();
    run(3600);
    expect(calls.map(({ atSeconds }) => atSeconds)).toEqual([1, 90, 600]);
  });
});

describe('the payload', () => {
  test('is the input, with the context attributes put in', () => {
    const Input =
      '{"a":"<aws.scheduler.schedule-arn>","t":"<aws.scheduler.scheduled-time>","n":"<aws.scheduler.attempt-number>","e":"<aws.scheduler.execution-id>","x":"<aws.scheduler.other>"}';
    const { declare, run, calls } = start({ Target: { ...target, Input } });
    declare();
    run(60);
    expect(JSON.parse(calls[0]?.payload ?? '')).toEqual({
      a: scheduleArn,
      t: '2026-11-21T12:00:00Z',
      n: '1',
      e: expect.stringMatching(/^[0-9a-f]{16}$/),
      x: '<aws.scheduler.other>',
    });
  });

  test('without an input is an event of the scheduler', () => {
    const { declare, run, calls } = start({ Target: { Arn: functionArn, RoleArn: roleArn } });
    declare();
    run(60);
    expect(JSON.parse(calls[0]?.payload ?? '')).toMatchObject({
      source: 'aws.scheduler',
      'detail-type': 'Scheduled Event',
      time: '2026-11-21T12:00:00Z',
      resources: [scheduleArn],
      detail: '{}',
    });
  });
});

describe('an invocation that fails', () => {
  const unavailable: DeliveryResult = { outcome: 'retry', code: 'ServiceException', message: 'down' };
  const policy = (RetryPolicy: object) => ({
    ScheduleExpression: 'at(2026-11-21T12:00:00)',
    Target: {
      ...target,
      Input: '"<aws.scheduler.attempt-number>"',
      RetryPolicy,
      DeadLetterConfig: { Arn: queueArn },
    },
  });

  test('is tried again, later each time, until it succeeds', () => {
    const answers = [unavailable, unavailable];
    const { declare, run, calls, letters } = start(policy({}), {
      transit: punctual,
      answer: () => answers.shift() ?? delivered,
    });
    declare();
    run(60);
    expect(calls.map(({ payload }) => payload)).toEqual(['"1"', '"2"', '"3"']);
    const [, second = 0, third = 0] = calls.map(({ atSeconds }) => atSeconds);
    expect(second).toBeGreaterThanOrEqual(0.5);
    expect(third - second).toBeGreaterThanOrEqual(1);
    expect(letters).toEqual([]);
  });

  test('ends in the dead-letter queue, in the name of the role, when its attempts are used up', () => {
    const { declare, run, calls, letters } = start(policy({ MaximumRetryAttempts: 2 }), {
      transit: punctual,
      answer: () => unavailable,
    });
    declare();
    run(3600);
    expect(calls).toHaveLength(3);
    expect(letters).toEqual([
      {
        queueArn,
        roleArn,
        body: '"3"',
        attributes: {
          ERROR_CODE: 'ServiceException',
          ERROR_MESSAGE: 'down',
          EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          IS_PAYLOAD_TRUNCATED: 'false',
          RETRY_ATTEMPTS: '2',
          SCHEDULED_TIME: '2026-11-21T12:00:00Z',
          SCHEDULE_ARN: scheduleArn,
          TARGET_ARN: functionArn,
        },
      },
    ]);
  });

  test('ends in the dead-letter queue when it is too old', () => {
    const { declare, run, host, letters, startMs } = start(policy({ MaximumEventAgeInSeconds: 60 }), {
      transit: punctual,
      answer: () => unavailable,
    });
    declare();
    run(3600);
    expect(letters[0]?.attributes['EXHAUSTED_RETRY_CONDITION']).toBe('MaximumEventAgeInSeconds');
    expect(host.timeline.nowMs - startMs).toBe(60_000);
  });

  test('goes there at once when no attempt can succeed, and the trace says whether it was kept', () => {
    const refused: DeliveryResult = { outcome: 'refused', code: 'AccessDenied', message: 'no' };
    const { declare, run, calls, letters, host } = start(policy({}), {
      transit: punctual,
      answer: () => refused,
      isKept: false,
    });
    declare();
    run(3600);
    expect([calls.length, letters.length]).toEqual([1, 1]);
    expect(host.traced.at(-1)).toEqual({
      kind: 'scheduler.undelivered',
      fields: { schedule: 'Recheck', code: 'AccessDenied', isKept: false },
    });
  });
});

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
    expect(() => start(properties).declare()).toThrow(problem);
  });

  test.each([
    [{ ScheduleExpressionTimezone: 'Europe/Berlin' }, 'time zone Europe/Berlin'],
    [{ KmsKeyArn: 'key' }, 'KmsKeyArn'],
    [{ Target: { ...target, Arn: queueArn } }, 'the schedule target'],
    [{ Target: { ...target, EcsParameters: {} } }, 'EcsParameters'],
  ])('refuses %j, which is not emulated', (properties, problem) => {
    expect(() => start(properties).declare()).toThrow(problem);
    expect(() => start(properties).declare()).toThrow('does not emulate');
  });

  test('refuses a role that the service may not take', () => {
    expect(() => start({}, { isTrusted: false }).declare()).toThrow('must allow AWS EventBridge Scheduler');
  });

  test('refuses a name that is taken, and a group that is not there', () => {
    const { declare, scheduler } = start();
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
