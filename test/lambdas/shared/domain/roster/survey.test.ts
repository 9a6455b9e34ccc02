import { describe, expect, it } from 'vitest';
import {
  planSurvey,
  unitsOfShown,
  unitsOfWhole,
} from '../../../../../lambdas/shared/domain/roster/survey.ts';

const million = { isEverybody: false, tableBytes: 450_000_000, shownCount: 2740 };

describe('a sweep reads the roster', () => {
  it('by the instances that EC2 shows, when most entries are of instances that ended long ago', () => {
    expect(planSurvey(million)).toEqual({ way: 'shown', reason: 'ShownIsCheaper' });
  });

  it('whole once a day, so that an open entry of a forgotten instance is found', () => {
    expect(planSurvey({ ...million, isEverybody: true })).toEqual({ way: 'whole', reason: 'Everybody' });
  });

  it('whole when most entries are of instances that are there: a unit reads eight of them', () => {
    const standing = { isEverybody: false, tableBytes: 10_000 * 470, shownCount: 10_000 };
    expect(planSurvey(standing)).toEqual({ way: 'whole', reason: 'WholeIsCheaper' });
  });

  it.each([0, 256 * 1024])('whole when the table has %i bytes, even if EC2 shows nothing', (tableBytes) => {
    expect(planSurvey({ isEverybody: false, tableBytes, shownCount: 0 })).toEqual({
      way: 'whole',
      reason: 'SmallTable',
    });
  });

  it('in the way that costs less, whatever the numbers are', () => {
    for (const tableBytes of [300_000, 1_000_000, 50_000_000])
      for (const shownCount of [0, 10, 70, 250, 13_000]) {
        const [whole, shown] = [unitsOfWhole(tableBytes), unitsOfShown(shownCount)];
        const { way } = planSurvey({ isEverybody: false, tableBytes, shownCount });
        expect(way === 'whole' ? whole : shown).toBe(Math.min(whole, shown));
      }
  });
});
