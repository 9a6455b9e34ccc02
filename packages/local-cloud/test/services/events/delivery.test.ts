import { describe, expect, test } from 'vitest';
import type { DeliveryResult } from '../../../src/services/events/delivery.ts';
import { busBench, deadLetterArn, queueArn, ruleArn, running, targetsWith } from './bus-bench.ts';

describe('failed deliveries', () => {
  const throttled: DeliveryResult = { outcome: 'retry', code: 'THROTTLING', message: 'slow down' };

  test('are retried with back-off until the target accepts the event', () => {
    const answers: DeliveryResult[] = [throttled, throttled, throttled];
    const { host, bus, delivered, letters } = busBench({
      answer: () => answers.shift() ?? { outcome: 'delivered' },
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered).toHaveLength(4);
    const gapsMs = delivered.slice(1).map(({ atMs }, index) => atMs - (delivered[index]?.atMs ?? 0));
    for (const [index, gapMs] of gapsMs.entries()) {
      expect(gapMs).toBeGreaterThanOrEqual(500 * 2 ** index);
      expect(gapMs).toBeLessThanOrEqual(1000 * 2 ** index);
    }
    expect(letters).toEqual([]);
  });

  test('end in the dead-letter queue after the last attempt', () => {
    const { host, bus, delivered, letters, metrics } = busBench({
      ...targetsWith({ RetryPolicy: { MaximumRetryAttempts: 2 } }),
      answer: () => throttled,
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered).toHaveLength(3);
    expect(letters).toEqual([
      {
        queueArn: deadLetterArn,
        ruleArn,
        body: delivered[0]?.payload,
        attributes: {
          RULE_ARN: ruleArn,
          TARGET_ARN: queueArn,
          ERROR_CODE: 'THROTTLING',
          ERROR_MESSAGE: 'slow down',
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '2',
        },
      },
    ]);
    expect(metrics.slice(-2)).toEqual(['FailedInvocations', 'InvocationsSentToDlq']);
  });

  test('end in the dead-letter queue when the event is too old', () => {
    const { host, bus, letters, delivered } = busBench({
      ...targetsWith({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } }),
      answer: () => throttled,
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(letters[0]?.attributes['EXHAUSTED_RETRY_CONDITION']).toBe('MaximumEventAgeInSeconds');
    expect(host.timeline.nowMs - (delivered[0]?.atMs ?? 0)).toBe(60_000);
  });

  test('by default continue for about a day and at most 185 attempts', () => {
    const { host, bus, delivered } = busBench({ answer: () => throttled });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered.length).toBeGreaterThan(100);
    expect(delivered.length).toBeLessThanOrEqual(186);
    expect(host.timeline.nowMs - (delivered[0]?.atMs ?? 0)).toBeLessThanOrEqual(86_400_000);
  });

  test('go to the dead-letter queue at once when no attempt can succeed', () => {
    const { host, bus, delivered, letters } = busBench({
      answer: () => ({ outcome: 'refused', code: 'NO_PERMISSIONS', message: 'not allowed' }),
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered).toHaveLength(1);
    expect(letters[0]?.attributes).toMatchObject({ ERROR_CODE: 'NO_PERMISSIONS', RETRY_ATTEMPTS: '0' });
    expect(letters[0]?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
  });

  test('without a dead-letter queue the event is lost and traced', () => {
    const { host, bus, letters } = busBench({
      properties: { Targets: [{ Id: 'T', Arn: queueArn }] },
      answer: () => ({ outcome: 'refused', code: 'NO_RESOURCE', message: 'gone' }),
    });
    bus.putServiceEvent(running);
    host.runAll();
    expect(letters).toEqual([]);
    expect(host.traced.at(-1)).toMatchObject({
      kind: 'events.undelivered',
      fields: { code: 'NO_RESOURCE', hasDeadLetterQueue: false },
    });
  });
});
