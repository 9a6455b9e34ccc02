import { describe, expect, it } from 'vitest';
import { startMs } from '../cloud-bench.ts';
import { payloadOf, sandboxBench } from './sandbox-bench.ts';

const answerOf = async (body: string, seed = 1) => {
  const bench = sandboxBench(seed);
  return payloadOf(await bench.call(bench.load(`exports.handler = async () => {${body}}`)));
};
const wait = 'const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));';

describe('the clock of a bundle', () => {
  it('is virtual in every API', async () => {
    expect(
      await answerOf(`${wait} await wait(1234);
        return [Date.now(), new Date().getTime(), +new globalThis.Date(), Date(), performance.now(), performance.timeOrigin,
          process.uptime(), process.hrtime(), process.hrtime([1, 0]), String(process.hrtime.bigint())];`),
    ).toEqual([
      startMs + 1234,
      startMs + 1234,
      startMs + 1234,
      new Date(startMs + 1234).toString(),
      1234,
      startMs,
      1.234,
      [1, 234_000_000],
      [0, 234_000_000],
      '1234000000',
    ]);
  });

  it('leaves dates from arguments as they are', async () => {
    expect(
      await answerOf(`class Later extends Date {}
        const date = new Date(2026, 0, 2);
        return [new Date(5).getTime(), new Date('2026-01-01').toISOString(), Date.UTC(2026, 0), Date.parse('1970-01-01'),
          date instanceof Date, Object.prototype.toString.call(date), new Later(7) instanceof Later, new Later().getTime()]`),
    ).toEqual([5, '2026-01-01T00:00:00.000Z', Date.UTC(2026, 0), 0, true, '[object Date]', true, startMs]);
  });

  it('runs timers in the order of their times', async () => {
    expect(
      await answerOf(`const seen = []; const note = (name) => seen.push([name, Date.now() - ${startMs}]);
        setTimeout(note, 20, 'c'); setTimeout(note, 10, 'a'); setTimeout(note, 10, 'b'); setImmediate(note, 'now');
        ${wait} await wait(30); return seen;`),
    ).toEqual([
      ['now', 0],
      ['a', 10],
      ['b', 10],
      ['c', 20],
    ]);
  });

  it('interprets delays as Node.js does: whole milliseconds, and 1 for any other value', async () => {
    expect(
      await answerOf(`const delays = [0, -5, NaN, undefined, 0.5, 1.9, 2 ** 31, Infinity, '30', 'x'];
        return Promise.all(delays.map((delay) => new Promise((resolve) =>
          setTimeout(() => resolve(Date.now() - ${startMs}), delay))));`),
    ).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 30, 1]);
  });

  it('repeats intervals until they are cleared, even from within', async () => {
    expect(
      await answerOf(`const seen = [];
        const interval = setInterval(() => { seen.push(Date.now() - ${startMs}); if (seen.length === 3) clearInterval(interval); }, 7);
        ${wait} await wait(100); return seen;`),
    ).toEqual([7, 14, 21]);
  });

  it('clears timers by handle and by number, and accepts invalid handles', async () => {
    expect(
      await answerOf(`const seen = [];
        const note = (name) => () => seen.push(name);
        clearTimeout(setTimeout(note('handle'), 5));
        clearTimeout(Number(setTimeout(note('number'), 5)));
        clearImmediate(setImmediate(note('immediate')));
        const kept = setTimeout(note('kept'), 5);
        for (const none of [-1, undefined, null, {}, 'x', 0]) { clearTimeout(none); clearInterval(none); }
        kept.unref().ref().hasRef();
        ${wait} await wait(10); clearTimeout(kept); return seen;`),
    ).toEqual(['kept']);
  });

  it('ends the run when a timer throws, as that ends the process of a function', async () => {
    const { load, call } = sandboxBench();
    const sandbox = load(
      `exports.handler = () => new Promise(() => setTimeout(() => { throw new Error('in a timer') }, 5))`,
    );
    await expect(call(sandbox)).rejects.toThrow('in a timer');
  });
});

describe('the randomness of a bundle', () => {
  const draw = `return [Math.random(), Math.random(), crypto.randomUUID(), require('crypto').randomUUID(),
    require('crypto').randomInt(10, 20),
    globalThis.Math.random(), Math.max(1, 2), Math.PI > 3]`;

  it('comes from the seed', async () => {
    expect(await answerOf(draw)).toEqual(await answerOf(draw));
    expect(await answerOf(draw)).not.toEqual(await answerOf(draw, 2));
  });

  it('refuses an empty range, as Node.js does', async () => {
    await expect(answerOf("return require('crypto').randomInt(3, 3)")).rejects.toThrow('out of range');
  });

  it('looks random', async () => {
    expect(await answerOf(draw)).toEqual([
      expect.any(Number),
      expect.any(Number),
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      expect.toSatisfy((drawn) => Number.isInteger(drawn) && drawn >= 10 && drawn < 20),
      expect.any(Number),
      2,
      true,
    ]);
  });
});
