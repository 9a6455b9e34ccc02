import { beforeEach, describe, expect, it } from 'vitest';
import { Loop } from '../../src/core/loop.ts';
import { Timeline } from '../../src/core/timeline.ts';

let timeline: Timeline;
let loop: Loop;
let diary: string[];

beforeEach(() => {
  timeline = new Timeline(0);
  loop = new Loop(timeline);
  diary = [];
});

const note = (what: string) => void diary.push(`${what}@${timeline.nowMs}`);

/** Code like that of a function: it continues in many promises and ticks in a row. */
async function goOn(name: string): Promise<void> {
  for (let n = 0; n < 200; n++) await undefined;
  await new Promise<void>((resolve) => process.nextTick(resolve));
  await Promise.all([1, 2, 3].map(async () => await undefined));
  note(name);
}

describe('the loop', () => {
  it('lets the code of functions settle before time moves on', async () => {
    timeline.at(10, () => loop.enter(() => void goOn('a')));
    timeline.at(10, () => loop.enter(() => void goOn('b')));
    timeline.at(20, () => note('later'));
    await loop.run();
    expect(diary).toEqual(['a@10', 'b@10', 'later@20']);
  });

  it('lets code that was entered before the run settle first', async () => {
    loop.enter(() => void goOn('before'));
    timeline.at(1, () => note('step'));
    await loop.run();
    expect(diary).toEqual(['before@0', 'step@1']);
  });

  it('runs appointments that settled code has made', async () => {
    timeline.at(10, () =>
      loop.enter(() => void goOn('code').then(() => timeline.after(5, () => note('its timer')))),
    );
    timeline.at(12, () => note('between'));
    await loop.run();
    expect(diary).toEqual(['code@10', 'between@12', 'its timer@15']);
  });

  it('lets time stand still until something real is over', async () => {
    timeline.at(10, () => {
      const real = new Promise<void>((resolve) => void setTimeout(resolve, 20));
      loop.hold(real.then(() => void timeline.after(5, () => note('after it'))));
    });
    timeline.at(12, () => note('between'));
    await loop.run();
    expect(diary).toEqual(['between@12', 'after it@15']);
  });

  it('ends the run when what is real fails', async () => {
    timeline.at(10, () => loop.hold(Promise.reject(new Error('broken'))));
    await expect(loop.run()).rejects.toThrow('broken');
  });

  it('stops at the last step when nothing is left', async () => {
    timeline.at(10, () => note('last'));
    await loop.run();
    expect(timeline.nowMs).toBe(10);
  });

  it('stops at untilMs after the appointments of that time, and keeps the rest', async () => {
    timeline.at(10, () => note('due'));
    timeline.at(11, () => note('kept'));
    await loop.run({ untilMs: 10 });
    expect([diary, timeline.nowMs, timeline.nextMs]).toEqual([['due@10'], 10, 11]);
  });

  it('moves time to untilMs when nothing happens until then', async () => {
    timeline.at(500, () => note('kept'));
    await loop.run({ untilMs: 300 });
    expect([diary, timeline.nowMs]).toEqual([[], 300]);
  });

  it('calls isDone after every step and stops when it returns true', async () => {
    for (const atMs of [1, 2, 3]) timeline.at(atMs, () => note('step'));
    await loop.run({ untilMs: 100, isDone: () => diary.length === 2 });
    expect([diary, timeline.nowMs]).toEqual([['step@1', 'step@2'], 2]);
  });

  it('lets code settle before it calls isDone', async () => {
    timeline.at(1, () => loop.enter(() => void goOn('settled')));
    timeline.at(2, () => note('too far'));
    await loop.run({ isDone: () => diary.length > 0 });
    expect(diary).toEqual(['settled@1']);
  });

  it('refuses to continue after an abort, with the first error', async () => {
    const abort = () => {
      loop.abort(new Error('first'));
      loop.abort(new Error('second'));
    };
    timeline.at(1, () => loop.enter(() => void goOn('a').then(abort)));
    timeline.at(2, () => note('too far'));
    await expect(loop.run()).rejects.toThrow('first');
    expect([timeline.nowMs, timeline.nextMs]).toEqual([1, 2]);
    await expect(loop.run()).rejects.toThrow('first');
    expect(timeline.nextMs).toBe(2);
  });

  it('throws the error of a step', async () => {
    timeline.at(1, () => {
      throw new Error('a step');
    });
    await expect(loop.run()).rejects.toThrow('a step');
  });
});
