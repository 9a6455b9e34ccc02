import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addToHistory,
  isHistoryCut,
  readHistory,
} from '../../../../../lambdas/shared/domain/roster/history.ts';

const item = (seconds: number, status = 'waiting', reason = 'NotRegistered', isNewStart = false) => ({
  atMs: seconds * 1000,
  status,
  reason,
  isNewStart,
});
const historyOf = (...items: readonly ReturnType<typeof item>[]) => items.reduce(addToHistory, '');

it('is text that a person can read in the table', () => {
  const history = historyOf(item(1767226183), item(1767226483, 'claimed', 'CommandClaimed', true));
  expect(history).toBe('1767226183 waiting NotRegistered; 1767226483 claimed CommandClaimed start');
});

it('keeps the time at which a state began, however often it is looked at', () => {
  expect(historyOf(item(1), item(2), item(3))).toBe(historyOf(item(1)));
  expect(readHistory(historyOf(item(1), { ...item(2), isNewStart: true }))).toHaveLength(2);
});

it('has the latest items, in order, in at most 400 characters', () => {
  const statuses = fc.constantFrom('waiting', 'claimed', 'commanded', 'failed');
  const reasons = fc.constantFrom('NotRegistered', 'DefaultHostRoleLacksPermission', 'Onboarded');
  const items = fc.array(fc.tuple(statuses, reasons, fc.boolean()), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(items, (changes) => {
      const told = changes.map(([status, reason, start], index) =>
        item(1_767_226_000 + index, status, reason, start),
      );
      const history = historyOf(...told);
      expect(history.length).toBeLessThanOrEqual(400);
      const read = readHistory(history);
      const distinct = told.filter((one, index) => {
        const before = told[index - 1];
        return one.isNewStart || one.status !== before?.status || one.reason !== before.reason;
      });
      expect(read).toEqual(distinct.slice(-read.length));
      expect(isHistoryCut(history)).toBe(read.length < distinct.length);
      expect(read.length).toBeGreaterThanOrEqual(Math.min(distinct.length, 6));
    }),
  );
});

it('leaves out what another version wrote in another form', () => {
  expect(readHistory('1 waiting NotRegistered; later; {"a":1}; 2 claimed X')).toHaveLength(2);
  expect(readHistory('')).toEqual([]);
});
