import { describe, expect, it } from 'vitest';
import { type FoundTable, planRoster, refuseTable } from '../../../lambdas/kept-roster/plan-roster.ts';
import { aTable, bareSettings, byDue, byProblem, wanted, wholeSettings } from './a-table.ts';

describe('a table that can be the roster', () => {
  it('has the key and both indexes, whatever else it has', () => {
    expect(refuseTable(aTable(), wanted)).toBeUndefined();
    const more = { ...byDue, name: 'ByTeam', key: ['team:S'], isReady: false };
    const whole = { ...byProblem, projection: 'ALL' };
    expect(refuseTable(aTable({ indexes: [more, whole, byDue] }), wanted)).toBeUndefined();
  });

  it('gets everything that AWS does not restore, each with its reason', () => {
    expect(planRoster(aTable(), bareSettings(), wanted)).toEqual({
      kind: 'change',
      changes: new Map([
        ['timeToLive', 'closed entries would never be deleted'],
        ['recovery', 'it could not be restored'],
        ['protection', 'it could be deleted by mistake'],
        ['tag', 'it is not marked as the roster'],
      ]),
    });
  });

  it('keeps what it has', () => {
    const nothing = { kind: 'change', changes: new Map() };
    expect(planRoster(aTable({ isProtected: true }), wholeSettings, wanted)).toEqual(nothing);
    const enabling = { ...wholeSettings, timeToLive: { status: 'ENABLING', attribute: 'expiresAt' } };
    expect(planRoster(aTable({ isProtected: true }), enabling, wanted)).toEqual(nothing);
  });

  it('gets only what it lacks', () => {
    const changesOf = (fields: object, isProtected = true) => {
      const plan = planRoster(aTable({ isProtected }), { ...wholeSettings, ...fields }, wanted);
      return plan.kind === 'change' ? [...plan.changes.keys()] : plan;
    };
    expect(changesOf({ timeToLive: bareSettings().timeToLive })).toEqual(['timeToLive']);
    expect(changesOf({ isRecoverable: false })).toEqual(['recovery']);
    expect(changesOf({}, false)).toEqual(['protection']);
    expect(changesOf({ tags: { 'muster:table': 'other' } })).toEqual(['tag']);
  });
});

describe('a table is refused', () => {
  const again = 'restore it again with all its indexes, and name that table';
  const cases: readonly [string, Partial<FoundTable>, string][] = [
    [
      'while it is restored',
      { status: 'CREATING' },
      'it is still being restored; deploy again when DynamoDB calls it ACTIVE',
    ],
    [
      'while it changes',
      { status: 'UPDATING' },
      'DynamoDB calls it UPDATING; deploy again when it is ACTIVE',
    ],
    [
      'with another key',
      { key: ['id:S'] },
      'its key is id:S, and that of a roster is instanceId:S; name a table that was a roster',
    ],
    [
      'with a sort key',
      { key: ['instanceId:S', 'at:N'] },
      'its key is instanceId:S, at:N, and that of a roster is instanceId:S; name a table that was a roster',
    ],
    ['without an index', { indexes: [byDue] }, `it lacks the index ByProblem; ${again}`],
    ['without indexes', { indexes: [] }, `it lacks the index ByDue; ${again}`],
    [
      'with another key of an index',
      { indexes: [{ ...byDue, key: ['dueShard:S', 'dueAt:S'] }, byProblem] },
      "the key of its index ByDue is dueShard:S, dueAt:S, and that of a roster's is dueShard:S, dueAt:N; name a table that was a roster",
    ],
    [
      'with an index that lacks attributes',
      { indexes: [{ ...byDue, projection: 'KEYS_ONLY' }, byProblem] },
      `its index ByDue holds KEYS_ONLY and not ALL of an entry; ${again}`,
    ],
    [
      'while an index is built',
      { indexes: [byDue, { ...byProblem, isReady: false }] },
      'its index ByProblem is not ready; deploy again when DynamoDB calls it ACTIVE',
    ],
  ];
  it.each(cases)('%s', (_, fields, reason) => {
    expect(refuseTable(aTable(fields), wanted)).toBe(reason);
  });

  it.each([
    [
      { status: 'ENABLED', attribute: 'ttl' },
      'its time to live follows the attribute ttl, and that of a roster expiresAt; turn it off, and deploy again an hour later',
    ],
    [
      { status: 'DISABLING', attribute: 'expiresAt' },
      'its time to live is being turned off, which takes up to an hour; deploy again after that',
    ],
  ])('with the time to live %o', (timeToLive, reason) => {
    expect(planRoster(aTable(), bareSettings({ timeToLive }), wanted)).toEqual({ kind: 'refuse', reason });
  });
});
