import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Timeline } from '../../src/core/timeline.ts';

/** A timeline at 1,000 ms, and a log of its actions. */
function start() {
  const timeline = new Timeline(1000);
  const diary: string[] = [];
  const note = (what: string) => () => void diary.push(`${what}@${timeline.nowMs}`);
  const runAll = () => {
    while (timeline.step());
    return diary;
  };
  return { timeline, diary, note, runAll };
}

describe('a timeline', () => {
  it('moves only when a step is taken, to the time of the appointment', () => {
    const { timeline, note, diary } = start();
    timeline.after(500, note('a'));
    expect([timeline.nowMs, timeline.nextMs, diary.length]).toEqual([1000, 1500, 0]);
    expect(timeline.step()).toBe(true);
    expect([timeline.nowMs, timeline.nextMs, diary]).toEqual([1500, undefined, ['a@1500']]);
    expect(timeline.step()).toBe(false);
    expect(timeline.nowMs).toBe(1500);
  });

  it('runs appointments of one millisecond in the order in which they were made', () => {
    const { timeline, note, runAll } = start();
    timeline.at(3000, note('late'));
    for (const name of ['a', 'b', 'c', 'd', 'e']) timeline.at(2000, note(name));
    timeline.at(1000, note('now'));
    expect(runAll()).toEqual(['now@1000', 'a@2000', 'b@2000', 'c@2000', 'd@2000', 'e@2000', 'late@3000']);
  });

  it('runs an appointment that an action makes for now after the existing ones', () => {
    const { timeline, note, runAll } = start();
    timeline.at(2000, () => timeline.after(0, note('added')));
    timeline.at(2000, note('known'));
    expect(runAll()).toEqual(['known@2000', 'added@2000']);
  });

  it('treats a time in the past as now, and never moves back', () => {
    const { timeline, note, runAll } = start();
    expect(timeline.at(5, note('past')).atMs).toBe(1000);
    expect(runAll()).toEqual(['past@1000']);
  });

  it('does not run a cancelled appointment or move time for it', () => {
    const { timeline, note, runAll } = start();
    const cancelled = timeline.at(9000, note('cancelled'));
    timeline.at(2000, note('kept'));
    cancelled.cancel();
    cancelled.cancel();
    expect(runAll()).toEqual(['kept@2000']);
    expect(timeline.nowMs).toBe(2000);
  });

  it('skips cancelled appointments in nextMs', () => {
    const { timeline, note } = start();
    const first = timeline.at(2000, note('first'));
    timeline.at(4000, note('second'));
    first.cancel();
    expect(timeline.nextMs).toBe(4000);
  });

  it('ignores a cancellation after the action', () => {
    const { timeline, note, runAll } = start();
    const done = timeline.at(2000, note('done'));
    timeline.step();
    timeline.at(3000, note('next'));
    done.cancel();
    expect(runAll()).toEqual(['done@2000', 'next@3000']);
  });

  it('can be advanced, but not past the next appointment and not back', () => {
    const { timeline, note } = start();
    const appointment = timeline.at(2000, note('a'));
    timeline.advanceTo(1500);
    expect(timeline.nowMs).toBe(1500);
    timeline.advanceTo(1200);
    expect(timeline.nowMs).toBe(1500);
    timeline.advanceTo(2500);
    expect(timeline.nowMs).toBe(2000);
    appointment.cancel();
    timeline.advanceTo(2500);
    expect(timeline.nowMs).toBe(2500);
  });
});

/** Random operations on the timeline: make an appointment, cancel one, take a step. */
const actions = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ put: fc.integer({ min: 0, max: 40 }) }) },
    { weight: 1, arbitrary: fc.record({ cancel: fc.nat(200) }) },
    { weight: 2, arbitrary: fc.constant({ step: true }) },
  ),
  { maxLength: 200 },
);

it('is equivalent to a sorted list after any appointments, cancellations and steps', () => {
  fc.assert(
    fc.property(actions, (script) => {
      const timeline = new Timeline(0);
      const happened: number[] = [];
      const appointments: { cancel(): void }[] = [];
      let model: { id: number; atMs: number }[] = [];
      for (const action of script) {
        if ('put' in action) {
          const id = appointments.length;
          appointments.push(timeline.after(action.put, () => happened.push(id)));
          model.push({ id, atMs: timeline.nowMs + action.put });
          model.sort((a, b) => a.atMs - b.atMs || a.id - b.id);
        } else if ('cancel' in action) {
          appointments[action.cancel]?.cancel();
          model = model.filter(({ id }) => id !== action.cancel);
        } else {
          const next = model.shift();
          expect(timeline.step()).toBe(next !== undefined);
          expect(happened.at(-1)).toBe(next?.id ?? happened.at(-1));
          if (next !== undefined) expect(timeline.nowMs).toBe(next.atMs);
        }
        expect(timeline.nextMs).toBe(model[0]?.atMs);
      }
      const before = happened.length;
      while (timeline.step());
      expect(happened.slice(before)).toEqual(model.map(({ id }) => id));
    }),
    { numRuns: 200, seed: 1 },
  );
});
