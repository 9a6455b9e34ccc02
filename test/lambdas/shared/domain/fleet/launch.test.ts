import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Launch,
  latestLaunches,
  launchStates,
} from '../../../../../lambdas/shared/domain/fleet/launch.ts';
import { aLaunch, idOf, nowMs } from '../../../builders.ts';

const launches = fc.array(
  fc.record({
    instanceId: fc.integer({ min: 1, max: 4 }).map(idOf),
    state: fc.constantFrom(...launchStates),
    atMs: fc.integer({ min: nowMs, max: nowMs + 3 }),
    messageId: fc.uuid(),
  }),
);

/** A launch without the message that told of it. */
const fact = ({ instanceId, state, atMs }: Launch) => `${instanceId} ${state} ${atMs}`;

describe('latestLaunches', () => {
  it('keeps the latest event of an instance, in whatever order they come', () => {
    const early = aLaunch({ state: 'running', atMs: nowMs });
    const late = aLaunch({ state: 'stopped', atMs: nowMs + 1 });
    expect(latestLaunches([early, late])).toEqual([late]);
    expect(latestLaunches([late, early])).toEqual([late]);
  });

  it('takes the state that is further along when two events are of the same second', () => {
    const [running, stopped, terminated] = [...launchStates].map((state) => aLaunch({ state, atMs: nowMs }));
    expect(latestLaunches([running, terminated, stopped].flatMap((l) => l ?? []))).toEqual([terminated]);
    expect(latestLaunches([stopped, running].flatMap((l) => l ?? []))).toEqual([stopped]);
  });

  it('keeps one message of a doubled event, and every instance', () => {
    const launch = aLaunch({ messageId: 'first' });
    const other = aLaunch({ instanceId: idOf(2) });
    expect(latestLaunches([launch, { ...launch, messageId: 'second' }, other])).toEqual([launch, other]);
  });

  it('gives nothing for nothing', () => {
    expect(latestLaunches([])).toEqual([]);
  });

  it('gives each instance once, no event later than its own left out, whatever the order', () => {
    fc.assert(
      fc.property(launches, (batch) => {
        const latest = latestLaunches(batch);
        expect(latest.map((l) => l.instanceId)).toEqual([...new Set(batch.map((l) => l.instanceId))]);
        for (const kept of latest) {
          const ofInstance = batch.filter((l) => l.instanceId === kept.instanceId);
          expect(ofInstance).toContain(kept);
          expect(Math.max(...ofInstance.map((l) => l.atMs))).toBe(kept.atMs);
        }
        const reversed = latestLaunches([...batch].reverse());
        expect(reversed.map(fact).sort()).toEqual(latest.map(fact).sort());
      }),
    );
  });
});
