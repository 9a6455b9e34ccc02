import { describe, expect, test } from 'vitest';
import type { DeliveryResult } from '../../../src/services/events/delivery.ts';
import {
  delivered,
  functionArn,
  punctual,
  queueArn,
  roleArn,
  scheduleArn,
  schedulerBench,
  target,
} from './scheduler-bench.ts';

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

  test('is retried with back-off until it succeeds', () => {
    const answers = [unavailable, unavailable];
    const { declare, run, calls, letters } = schedulerBench(policy({}), {
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

  test('ends in the dead-letter queue after the last attempt, sent with the role', () => {
    const { declare, run, calls, letters } = schedulerBench(policy({ MaximumRetryAttempts: 2 }), {
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
    const { declare, run, host, letters, startMs } = schedulerBench(
      policy({ MaximumEventAgeInSeconds: 60 }),
      {
        transit: punctual,
        answer: () => unavailable,
      },
    );
    declare();
    run(3600);
    expect(letters[0]?.attributes['EXHAUSTED_RETRY_CONDITION']).toBe('MaximumEventAgeInSeconds');
    expect(host.timeline.nowMs - startMs).toBe(60_000);
  });

  test('goes there at once when no attempt can succeed, and the trace says whether it was stored', () => {
    const refused: DeliveryResult = { outcome: 'refused', code: 'AccessDenied', message: 'no' };
    const { declare, run, calls, letters, host } = schedulerBench(policy({}), {
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
