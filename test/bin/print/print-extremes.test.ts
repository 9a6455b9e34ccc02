import { afterEach, expect, it, vi } from 'vitest';
import { printExtremes } from '../../../bin/print/print-extremes.ts';

afterEach(() => vi.restoreAllMocks());

it('prints a row for each variant, and why one was refused or how one broke a promise', () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  const kept = { brokenSeeds: [], broken: {} };
  printExtremes([
    { name: 'recheckMinutes=60', faults: 'none', runs: 20, ...kept },
    { name: 'a=1', refusal: 'wrong:\n  a: received 1; allowed: 2', faults: 'none', runs: 0, ...kept },
    {
      name: 'b=2',
      faults: ['call-slow'],
      runs: 20,
      brokenSeeds: [7],
      broken: { NotTwice: 1 },
      example: 'i-1 again',
    },
  ]);
  const text = written.join('');
  expect(text).toMatch(/^none +20 +0 +recheckMinutes=60$/m);
  expect(text).toMatch(/^refused +0 +0 +a=1$/m);
  expect(text).toMatch(/^call-slow +20 +1 +NotTwice +b=2$/m);
  expect(text).toContain('a=1\n  is refused: a: received 1; allowed: 2');
  expect(text).toContain('b=2\n  seeds 7: i-1 again');
});
