import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  latestStateChanges,
  type StateChange,
  watchedStates,
} from '../../../../../lambdas/shared/domain/fleet/state-change.ts';
import { aStateChange, idOf, nowMs } from '../../../builders.ts';

const stateChanges = fc.array(
  fc.record({
    instanceId: fc.integer({ min: 1, max: 4 }).map(idOf),
    state: fc.constantFrom(...watchedStates),
    atMs: fc.integer({ min: nowMs, max: nowMs + 3 }),
  }),
);

/** A state change in short. */
const fact = ({ instanceId, state, atMs }: StateChange) => `${instanceId} ${state} ${atMs}`;

describe('latestStateChanges', () => {
  it('keeps the latest event of an instance, in whatever order they come', () => {
    const early = aStateChange({ state: 'running', atMs: nowMs });
    const late = aStateChange({ state: 'stopped', atMs: nowMs + 1 });
    expect(latestStateChanges([early, late])).toEqual([late]);
    expect(latestStateChanges([late, early])).toEqual([late]);
  });

  it('takes the later stage of life when two events are of the same second', () => {
    const [running, stopped, terminated] = [...watchedStates].map((state) =>
      aStateChange({ state, atMs: nowMs }),
    );
    expect(latestStateChanges([running, terminated, stopped].flatMap((l) => l ?? []))).toEqual([terminated]);
    expect(latestStateChanges([stopped, running].flatMap((l) => l ?? []))).toEqual([stopped]);
  });

  it('keeps the first of duplicate events, and every instance', () => {
    const first = aStateChange();
    const other = aStateChange({ instanceId: idOf(2) });
    const [kept, ...others] = latestStateChanges([first, { ...first }, other]);
    expect(kept).toBe(first);
    expect(others).toEqual([other]);
  });

  it('returns nothing for nothing', () => {
    expect(latestStateChanges([])).toEqual([]);
  });

  it('returns each instance once, with its latest event, whatever the order', () => {
    fc.assert(
      fc.property(stateChanges, (batch) => {
        const latest = latestStateChanges(batch);
        expect(latest.map((l) => l.instanceId)).toEqual([...new Set(batch.map((l) => l.instanceId))]);
        for (const kept of latest) {
          const ofInstance = batch.filter((l) => l.instanceId === kept.instanceId);
          expect(ofInstance).toContain(kept);
          expect(Math.max(...ofInstance.map((l) => l.atMs))).toBe(kept.atMs);
        }
        const reversed = latestStateChanges([...batch].reverse());
        expect(reversed.map(fact).sort()).toEqual(latest.map(fact).sort());
      }),
    );
  });
});
