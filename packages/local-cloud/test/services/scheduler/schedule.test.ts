import { describe, expect, test } from 'vitest';
import { functionArn, punctual, roleArn, scheduleArn, schedulerBench, target } from './scheduler-bench.ts';

const minutesOf = (calls: readonly { readonly atSeconds: number }[]) =>
  calls.map(({ atSeconds }) => atSeconds / 60);

describe('a schedule', () => {
  test('at a rate begins at once, and invokes in the minute that begins at each scheduled time', () => {
    const { declare, run, calls } = schedulerBench();
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
    const { declare, host } = schedulerBench({}, { transit: () => [] });
    declare();
    let steps = 0;
    const untilMs = host.timeline.nowMs + 3600_000;
    while ((host.timeline.nextMs ?? 0) < untilMs && host.timeline.step()) steps++;
    expect(steps).toBe(12);
  });

  test('the same seed invokes at the same times, another seed at others', () => {
    const moments = (seed: number) => {
      const { declare, run, calls } = schedulerBench({}, { seed });
      declare();
      run(3600);
      return calls;
    };
    expect(moments(1)).toEqual(moments(1));
    expect(moments(1)).not.toEqual(moments(2));
  });

  test('with a start and an end invokes between the two, both included', () => {
    const { declare, run, calls, startMs } = schedulerBench({}, { transit: punctual });
    const at = (minutes: number) => new Date(startMs + minutes * 60_000).toISOString();
    declare({ StartDate: at(7), EndDate: at(17) });
    run(3600);
    expect(minutesOf(calls)).toEqual([7, 12, 17]);
  });

  test('that started in the last five minutes keeps its rate', () => {
    const { declare, run, calls, startMs } = schedulerBench({}, { transit: punctual });
    declare({ StartDate: new Date(startMs - 120_000).toISOString() });
    run(600);
    expect(minutesOf(calls)).toEqual([3, 8]);
  });

  test('follows a cron expression', () => {
    const { declare, run, calls } = schedulerBench(
      { ScheduleExpression: 'cron(0/20 * * * ? *)' },
      { transit: punctual },
    );
    declare();
    run(3599);
    expect(minutesOf(calls)).toEqual([0, 20, 40]);
  });

  test('for one time invokes once, regardless of its dates', () => {
    const expression = 'at(2026-11-21T12:10:00)';
    const { declare, run, calls, startMs } = schedulerBench(
      { ScheduleExpression: expression },
      { transit: punctual },
    );
    declare({ EndDate: new Date(startMs + 60_000).toISOString() });
    run(7200);
    expect(minutesOf(calls)).toEqual([10]);
  });

  test('with a flexible time window invokes at some time within it', () => {
    const { declare, run, calls } = schedulerBench({
      ScheduleExpression: 'rate(1 hour)',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    });
    declare();
    run(20 * 3600);
    const offsets = calls.map(({ atSeconds }) => atSeconds % 3600);
    expect(Math.max(...offsets)).toBeGreaterThan(60);
    expect(Math.max(...offsets)).toBeLessThan(900);
  });

  test('that is disabled invokes nothing, and adds nothing to the timeline', () => {
    const { declare, host } = schedulerBench({ State: 'DISABLED' });
    declare();
    expect(host.timeline.nextMs).toBeUndefined();
  });

  test('may invoke twice or not at all, as its transit decides', () => {
    const journeys = [[1000, 90_000], [], [0]];
    const { declare, run, calls } = schedulerBench({}, { transit: () => journeys.shift() ?? [] });
    declare();
    run(3600);
    expect(calls.map(({ atSeconds }) => atSeconds)).toEqual([1, 90, 600]);
  });
});

describe('the payload', () => {
  test('is the input with its context attributes replaced', () => {
    const Input =
      '{"a":"<aws.scheduler.schedule-arn>","t":"<aws.scheduler.scheduled-time>","n":"<aws.scheduler.attempt-number>","e":"<aws.scheduler.execution-id>","x":"<aws.scheduler.other>"}';
    const { declare, run, calls } = schedulerBench({ Target: { ...target, Input } });
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
    const { declare, run, calls } = schedulerBench({ Target: { Arn: functionArn, RoleArn: roleArn } });
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
