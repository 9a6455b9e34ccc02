import { describe, expect, it } from 'vitest';
import { capsOver, countOf, Room } from '../../../../../lambdas/shared/domain/rollout/caps.ts';
import type { Member, MemberState } from '../../../../../lambdas/shared/domain/rollout/member.ts';

const member = (instanceId: string, zone: string, group?: string): Member => ({
  ...{ instanceId, zone, wave: 0 },
  ...(group === undefined ? {} : { group }),
});
const fleet = [
  member('i-1', 'a', 'asg:web'),
  member('i-2', 'b', 'asg:web'),
  member('i-3', 'a', 'asg:web'),
  member('i-4', 'b'),
];

describe('an amount', () => {
  it.each([
    [3, 100, 3],
    ['10%', 100, 10],
    ['10%', 19, 1],
    ['10%', 3, 1],
    ['100%', 7, 7],
  ] as const)('%s of %d are %d', (amount, size, count) => {
    expect(countOf(amount, size)).toBe(count);
  });
});

describe('the caps of a fleet', () => {
  it('count each group and zone, and leave alone who is in no group', () => {
    expect(capsOver(fleet, { all: 9, group: '50%', zone: '100%' })).toEqual({
      all: 9,
      groups: { 'asg:web': 1 },
      zones: { a: 2, b: 2 },
    });
  });
});

describe('the room under the caps', () => {
  const room = (states: Readonly<Record<string, MemberState>>, caps = { all: 9, group: 2, zone: 9 }) =>
    new Room(capsOver(fleet, caps), fleet, ({ instanceId }) => states[instanceId] ?? 'open');
  const taken = (states: Readonly<Record<string, MemberState>>, caps?: Parameters<typeof room>[1]) => {
    const left = room(states, caps);
    return fleet.filter((one) => left.take(one)).map(({ instanceId }) => instanceId);
  };

  it('is for as many of a group as its cap says', () => {
    expect(taken({})).toEqual(['i-1', 'i-2', 'i-4']);
  });

  it.each(['inFlight', 'failed', 'baking'] as const)('is less by who is %s', (state) => {
    expect(taken({ 'i-1': state, 'i-3': state })).toEqual(['i-4']);
  });

  it.each(['open', 'done', 'left'] as const)('is not less by who is %s', (state) => {
    expect(taken({ 'i-1': state })).toEqual(['i-1', 'i-2', 'i-4']);
  });

  it('is limited by zone, and in all', () => {
    expect(taken({}, { all: 9, group: 9, zone: 1 })).toEqual(['i-1', 'i-2']);
    expect(taken({}, { all: 1, group: 9, zone: 9 })).toEqual(['i-1']);
  });

  it('is not made by a group with the name of a property of every object', () => {
    const odd = member('i-9', 'a', 'constructor');
    expect(new Room({ all: 1, groups: {}, zones: {} }, [odd], () => 'open').take(odd)).toBe(true);
  });
});
