import { describe, expect, it } from 'vitest';
import { groupByCause } from '../../../../../lambdas/shared/domain/diagnosis/group-by-cause.ts';
import { idOf } from '../../../builders.ts';

describe('groupByCause', () => {
  const here = { code: 'NoRoute', detail: 'subnet-1', notLookedAt: ['a', 'b'] };
  const there = { code: 'NoRoute', detail: 'subnet-2' };

  it('groups those that share a cause, its place and how sure it is, the largest group first', () => {
    const likely = { ...there, certainty: 'likely' };
    const groups = groupByCause<{ code: string; detail?: string; certainty?: string }>([
      [idOf(1), here],
      [idOf(2), { code: 'MetadataOff' }],
      [idOf(3), there],
      [idOf(4), { ...there }],
      [idOf(5), likely],
    ]);
    expect(groups).toEqual([
      { cause: there, instanceIds: [idOf(3), idOf(4)], notLookedAt: [] },
      { cause: here, instanceIds: [idOf(1)], notLookedAt: ['a', 'b'] },
      { cause: { code: 'MetadataOff' }, instanceIds: [idOf(2)], notLookedAt: [] },
      { cause: likely, instanceIds: [idOf(5)], notLookedAt: [] },
    ]);
  });

  it('keeps one line where other things were not looked at, and names all of them', () => {
    const [group, ...others] = groupByCause([
      [idOf(1), here],
      [idOf(2), { ...here, notLookedAt: ['b', 'c'] }],
    ]);
    expect(others).toEqual([]);
    expect(group).toMatchObject({ instanceIds: [idOf(1), idOf(2)], notLookedAt: ['a', 'b', 'c'] });
  });

  it('groups nothing into nothing', () => {
    expect(groupByCause([])).toEqual([]);
  });
});
