import { expect, it } from 'vitest';
import { findLookMistakes } from '../../../../lib/capabilities/onboarding/look-mistakes.ts';
import { readConfig } from '../../../../lib/configuration/config.ts';

const problemsOf = (
  lateRecheckMinutes: number | undefined,
  horizonMinutes: number,
  recheckMinutes = 5,
): string => {
  try {
    readConfig({ lateRecheckMinutes, horizonMinutes, recheckMinutes }, findLookMistakes);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

it('refuses late looks that are further apart than the horizon is away', () => {
  expect(problemsOf(121, 120)).toContain(
    'lateRecheckMinutes: received 121; allowed: at most 120 while horizonMinutes is 120',
  );
});

it('accepts late looks as far apart as the horizon, and any in the early time', () => {
  expect(problemsOf(120, 120)).toBe('');
  expect(problemsOf(1440, 1440)).toBe('');
  expect(problemsOf(30, 10)).toBe('');
  expect(problemsOf(31, 10)).toContain('at most 30');
});

it('refuses late looks more often than rechecks, which alone look', () => {
  expect(problemsOf(4, 120)).toContain(
    'lateRecheckMinutes: received 4; allowed: at least 5: recheckMinutes is 5, and only a recheck looks',
  );
  expect(problemsOf(15, 120, 60)).toContain('at least 60');
  expect(problemsOf(5, 120)).toBe('');
});

it('finds no mistake in what nobody has set', () => {
  expect(problemsOf(undefined, 10, 60)).toBe('');
});
