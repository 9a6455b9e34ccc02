import { describe, expect, it } from 'vitest';
import { reasons } from '../../../../../lambdas/shared/domain/roster/reason.ts';
import {
  type RosterStatus,
  rosterStatuses,
} from '../../../../../lambdas/shared/domain/roster/roster-entry.ts';
import { isLegalMove } from '../../../../../lambdas/shared/domain/roster/roster-move.ts';

/** The table of legal moves as the design has it, in full. A new move must be added here on purpose. */
const legal: Readonly<Record<RosterStatus, string>> = {
  waiting: 'waiting claimed onboarded failed unmanaged excluded gone',
  claimed: 'waiting claimed commanded onboarded failed unmanaged excluded gone',
  commanded: 'waiting commanded onboarded failed excluded gone',
  onboarded: 'waiting claimed onboarded excluded gone',
  failed: 'waiting claimed onboarded failed excluded gone',
  unmanaged: 'waiting claimed onboarded failed unmanaged excluded gone',
  excluded: 'waiting claimed onboarded failed excluded gone',
  gone: 'waiting claimed commanded onboarded failed excluded gone',
};

describe('isLegalMove', () => {
  it.each(rosterStatuses)('lets an entry that is %s go only where the table says', (from) => {
    expect(rosterStatuses.filter((to) => isLegalMove(from, to)).join(' ')).toBe(legal[from]);
  });

  it('lets an instance without an entry get any first status', () => {
    expect(rosterStatuses.filter((to) => isLegalMove(undefined, to))).toEqual(rosterStatuses);
  });

  it('commands only after a claim, or records an earlier send again: after a later look or a stop', () => {
    const before = rosterStatuses.filter((from) => isLegalMove(from, 'commanded'));
    expect(before).toEqual(['claimed', 'commanded', 'gone']);
  });

  it('lets every status end, because any instance can be terminated', () => {
    expect(rosterStatuses.every((from) => isLegalMove(from, 'gone'))).toBe(true);
  });
});

describe('reasons', () => {
  it.each(Object.entries(reasons))(
    '%s has a sentence and a remedy that end as sentences do',
    (code, reason) => {
      expect(code).toMatch(/^([A-Z][a-z0-9]+)+$/);
      for (const text of [reason.sentence, reason.remedy]) expect(text).toMatch(/^[A-Z].*[.]$/);
    },
  );

  it('says something different for every code', () => {
    const sentences = Object.values(reasons).map((reason) => reason.sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});
