import { describe, expect, it } from 'vitest';
import type { WantedSetting } from '../../../lambdas/singletons/parse-singleton.ts';
import {
  planSetting,
  planSettingLook,
  planSettingRemoval,
} from '../../../lambdas/singletons/plan-setting.ts';
import type { SettingRecord, Standing } from '../../../lambdas/singletons/setting-record.ts';

const wanted: WantedSetting = {
  ...{ kind: 'service-setting', title: 'It', name: '/ssm/it', value: 'ours', recordName: '/record' },
  ...{ isOwn: true, onForeign: 'use', wayOut: 'Do this' },
};
const ofAws: Standing = { value: '$None', isDefault: true };
const theirs: Standing = { value: 'theirs', isDefault: false };
const ours: Standing = { value: 'ours', isDefault: false };
const dayMs = 24 * 3_600_000;
const asked = { isNew: true, atMs: 1 };
const record = (found: Standing, set: readonly string[]): SettingRecord => ({ found, set, askedAtMs: 0 });
const plan = (standing: Standing, known?: SettingRecord, more: Partial<WantedSetting> = {}, isNew = true) =>
  planSetting({ standing, record: known, wanted: { ...wanted, ...more } }, { ...asked, isNew });

describe('a plan', () => {
  it('records what was there before it changes it', () => {
    expect(plan(ofAws)).toEqual({
      kind: 'change',
      before: { found: ofAws, set: ['ours'], askedAtMs: 1 },
      after: { found: ofAws, set: ['ours'], askedAtMs: 1 },
      reason: 'it was $None (the default of AWS); it is ours from now on',
    });
  });

  it('keeps the oldest value, and both of ours while one takes the place of the other', () => {
    const next = plan(ours, record(theirs, ['ours']), { value: 'next' });
    expect(next).toMatchObject({
      before: { found: theirs, set: ['ours', 'next'] },
      after: { found: theirs, set: ['next'] },
    });
  });

  it('keeps what is so already, and does not call it ours', () => {
    expect(plan(ours, undefined, { isOwn: false })).toMatchObject({
      ...{ kind: 'keep', record: { found: ours, set: [] } },
    });
  });

  it('knows a thing of the stack again without a record, as an earlier version left it', () => {
    expect(plan(ours)).toMatchObject({ kind: 'keep', record: { found: { isDefault: true }, set: ['ours'] } });
  });

  it('uses the value of somebody else, or refuses it with the way out, or replaces it by name', () => {
    expect(plan(theirs)).toMatchObject({ kind: 'keep', record: { found: theirs, set: [] } });
    const refused = plan(theirs, undefined, { onForeign: 'refuse' });
    expect([refused.kind, refused.reason]).toEqual(['refuse', 'it is theirs, and it stays so. Do this']);
    expect(plan(theirs, undefined, { onForeign: 'refuse' }, false).kind).toBe('keep');
    expect(plan(theirs, undefined, { onForeign: 'refuse', replaces: 'theirs' }).kind).toBe('change');
    expect(plan(theirs, undefined, { onForeign: 'refuse', replaces: 'another' }).kind).toBe('refuse');
    expect(plan(theirs, undefined, { onForeign: 'replace' }).kind).toBe('change');
  });

  it.each([
    ['AWS-QuickSetup-SSM-DefaultEC2MgmtRole-eu-west-1', true],
    ['service-role/AWS-QuickSetup-SSM-DefaultEC2MgmtRole-eu-west-1', true],
    ['My-AWS-QuickSetup-Role', false],
  ])('names Quick Setup: %s', (value, isNamed) => {
    expect(plan({ value, isDefault: false }).reason.includes('(of Quick Setup)')).toBe(isNamed);
  });
});

describe('a removal', () => {
  const remove = (standing: Standing, known?: SettingRecord, more: Partial<WantedSetting> = {}) =>
    planSettingRemoval({ standing, record: known, wanted: { ...wanted, ...more } });

  it('brings back what was there before', () => {
    expect(remove(ours, record(theirs, ['ours']))).toMatchObject({ kind: 'restore', found: theirs });
  });

  it('brings it back when a change stopped half-way, on either side', () => {
    const halfWay = record(theirs, ['ours', 'next']);
    expect(remove(ours, halfWay).kind).toBe('restore');
    expect(remove({ value: 'next', isDefault: false }, halfWay).kind).toBe('restore');
    expect(remove(theirs, halfWay).kind).toBe('leave');
  });

  it('leaves what somebody has set since', () => {
    expect(remove(theirs, record(ofAws, ['ours']))).toMatchObject({ kind: 'leave' });
    expect(remove(ofAws, record(theirs, ['ours']))).toMatchObject({ kind: 'leave' });
  });

  it('without a record, takes away a thing of the stack alone', () => {
    expect(remove(ours)).toMatchObject({ kind: 'restore', found: undefined });
    expect(remove(ours, undefined, { isOwn: false }).kind).toBe('leave');
  });
});

describe('a look', () => {
  const look = (standing: Standing, known: SettingRecord | undefined, nowMs: number) =>
    planSettingLook({ standing, record: known, wanted }, nowMs).kind;

  it('sets again for a day what was reset, and then leaves it alone', () => {
    expect(look(ofAws, record(ofAws, ['ours']), dayMs - 1)).toBe('settle');
    expect(look(ofAws, record(ofAws, ['ours']), dayMs)).toBe('foreign');
  });

  it('puts ours in the place of a value that was used and is gone, however long ago', () => {
    expect(look(ofAws, record(theirs, []), 9 * dayMs)).toBe('settle');
    expect(look(ofAws, undefined, 9 * dayMs)).toBe('settle');
  });

  it('leaves everything else alone', () => {
    expect(look(ours, record(ofAws, ['ours']), 9 * dayMs)).toBe('well');
    expect(look(theirs, record(theirs, []), 0)).toBe('well');
    const refusing = { ...wanted, onForeign: 'refuse' as const };
    const facts = { standing: theirs, record: record(ofAws, ['ours']), wanted: refusing };
    expect(planSettingLook(facts, 0).kind).toBe('foreign');
  });
});
