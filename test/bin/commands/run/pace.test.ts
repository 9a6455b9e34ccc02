import { expect, it } from 'vitest';
import { checkPace, paceFor, planPortions } from '../../../../bin/commands/run/pace.ts';
import { aNode } from './nodes.ts';

const nodes = (count: number, platform: 'Linux' | 'Windows' = 'Linux') =>
  Array.from({ length: count }, (_, index) => aNode(index, { platform }));
const sizes = (...args: Parameters<typeof planPortions>) =>
  planPortions(...args).map((portion) => [portion.nodes.length, portion.errorsMax]);

it('sends to as many nodes as there is room for', () => {
  const pace = { concurrency: 10, errorsMax: 2 };
  expect(sizes({ waiting: nodes(100), inFlight: 0, errors: 0 }, pace)).toEqual([[10, 2]]);
  expect(sizes({ waiting: nodes(100), inFlight: 9, errors: 1 }, pace)).toEqual([[1, 1]]);
  expect(sizes({ waiting: nodes(100), inFlight: 10, errors: 0 }, pace)).toEqual([]);
});

it('sends to no more than 50 nodes, and to one platform, with a command', () => {
  const waiting = [...nodes(120), ...nodes(3, 'Windows')];
  const pace = { concurrency: 1_000, errorsMax: 0 };
  expect(sizes({ waiting, inFlight: 0, errors: 0 }, pace).map(([size]) => size)).toEqual([50, 50, 20, 3]);
});

it('sends to nobody when more have failed than may', () => {
  const waiting = nodes(5);
  expect(sizes({ waiting, inFlight: 0, errors: 1 }, { concurrency: 5, errorsMax: 0 })).toEqual([]);
  expect(sizes({ waiting, inFlight: 0, errors: 1 }, { concurrency: 5, errorsMax: 1 })).toEqual([[5, 0]]);
});

it.each([
  [50, '10', '0', 10, 0],
  [50, '10%', '10%', 5, 5],
  [3, '10%', '10%', 1, 0],
  [7, '100%', '100%', 7, 7],
])('reads for %i nodes --max-concurrency %s and --max-errors %s', (count, most, errors, ...pace) => {
  const { concurrency, errorsMax } = paceFor(count, most, errors);
  expect([concurrency, errorsMax]).toEqual(pace);
});

// The patterns of botocore 1.43.11 (MaxConcurrency, MaxErrors).
it.each(['0', '0%', '101%', '-1', '1.5', 'all', '', '12345678'])('refuses --max-concurrency %j', (text) => {
  expect(() => checkPace(text, '0')).toThrow('--max-concurrency');
});

it.each(['00', '101%', '-1', 'all', '12345678'])('refuses --max-errors %j', (text) => {
  expect(() => checkPace('1', text)).toThrow('--max-errors');
});
