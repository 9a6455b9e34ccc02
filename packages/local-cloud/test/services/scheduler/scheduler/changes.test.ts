import { describe, expect, test } from 'vitest';
import { punctual, scheduleArn, schedulerBench, target } from '../scheduler-bench.ts';

const declaration = (ScheduleExpression: string) => ({
  ...{ logicalId: 'Recheck', name: 'Recheck', groupName: 'default', arn: scheduleArn },
  properties: { ScheduleExpression, FlexibleTimeWindow: { Mode: 'OFF' }, Target: target },
});

describe('a schedule', () => {
  test('calls nobody after its deletion, and leaves nothing on the timeline', () => {
    const { declare, run, calls, scheduler, host } = schedulerBench();
    declare();
    run(0); // the call of the first minute is drawn
    scheduler.removeSchedule('default', 'Recheck');
    expect(host.timeline.nextMs).toBeUndefined();
    expect([calls, scheduler.schedules]).toEqual([[], []]);
    declare();
    expect(scheduler.schedules).toHaveLength(1);
  });

  test('counts its new rate from its change', () => {
    const { declare, run, calls, scheduler, host, startMs } = schedulerBench({}, { transit: punctual });
    declare();
    run(60);
    host.timeline.advanceTo(startMs + 60_000);
    scheduler.updateSchedule(declaration('rate(10 minutes)'));
    run(1500);
    expect(calls.map(({ atSeconds }) => atSeconds)).toEqual([0, 60, 660, 1260]);
  });

  test('keeps the time of its creation, and has that of its change', () => {
    const { declare, run, scheduler, host, startMs } = schedulerBench();
    declare();
    run(60);
    host.timeline.advanceTo(startMs + 60_000);
    scheduler.updateSchedule(declaration('rate(10 minutes)'));
    expect(scheduler.schedules).toMatchObject([{ createdMs: startMs, modifiedMs: startMs + 60_000 }]);
  });

  test('stays as it was when its change is refused', () => {
    const { declare, run, calls, scheduler } = schedulerBench({}, { transit: punctual });
    declare();
    expect(() => scheduler.updateSchedule(declaration('rate(0 minutes)'))).toThrow('Invalid Schedule');
    run(300);
    expect(calls).toHaveLength(2);
  });

  test('goes with its group', () => {
    const { scheduler, host } = schedulerBench();
    scheduler.declareGroup('own');
    scheduler.declareSchedule({ ...declaration('rate(1 minute)'), groupName: 'own' });
    scheduler.removeGroup('own');
    expect([scheduler.schedules, scheduler.hasGroup('own'), host.timeline.nextMs]).toEqual([
      [],
      false,
      undefined,
    ]);
  });
});
