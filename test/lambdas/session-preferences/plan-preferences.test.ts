import { describe, expect, it } from 'vitest';
import {
  draftOfRestored,
  planGround,
  planRemoval,
  planWrite,
} from '../../../lambdas/session-preferences/plan-preferences.ts';
import type { PreferencesVersion } from '../../../lambdas/shared/domain/session-preferences.ts';

const writer = { stackName: 'MusterSessions', requestId: 'request-1' };
const wanted = JSON.stringify({ description: 'ours', inputs: { runAsEnabled: false, kmsKeyId: '' } });
const stored = (content: string) => ({ version: '4', versionName: undefined, isDefault: true, content });

describe('planWrite', () => {
  it('creates the document when there is none', () => {
    expect(planWrite(undefined, wanted, writer)).toEqual({
      kind: 'create',
      draft: {
        content: JSON.stringify({
          ...JSON.parse(wanted),
          description: 'ours (MusterSessions.request-1)',
        }),
        versionName: 'MusterSessions.request-1',
      },
      reason: 'there were no preferences',
    });
  });

  it.each([
    ['the same', wanted],
    ['the same in another order', '{"inputs":{"kmsKeyId":"","runAsEnabled":false},"description":"ours"}'],
    ['another description', '{"inputs":{"kmsKeyId":"","runAsEnabled":false},"description":"theirs"}'],
  ])('keeps a version that says %s', (_, content) => {
    expect(planWrite(stored(content), wanted, writer)).toEqual({
      kind: 'keep',
      version: '4',
      reason: 'version 4 says it already',
    });
  });

  it.each([
    ['another value', '{"inputs":{"kmsKeyId":"","runAsEnabled":true}}'],
    ['a value of another type', '{"inputs":{"kmsKeyId":"","runAsEnabled":"false"}}'],
    ['more', '{"inputs":{"kmsKeyId":"","runAsEnabled":false,"s3KeyPrefix":""}}'],
    ['a list in place of an object', '{"inputs":[["kmsKeyId",""],["runAsEnabled",false]]}'],
    ['nothing that is JSON', 'schemaVersion: "1.0"'],
  ])('updates a version that says %s', (_, content) => {
    const plan = planWrite(stored(content), wanted, writer);
    expect(plan).toMatchObject({ kind: 'update', reason: 'version 4 says something else' });
  });

  it('writes no content twice, even when a rollback wants what an older version said', () => {
    const contents = ['1', '2'].map((requestId) => {
      const plan = planWrite(undefined, wanted, { ...writer, requestId });
      return plan.kind === 'keep' ? '' : plan.draft.content;
    });
    expect(new Set(contents).size).toBe(2);
  });

  it('names the same version for the same event, and one that Systems Manager takes', () => {
    const long = { stackName: 'S'.repeat(128), requestId: '01234567-89ab-cdef-0123-456789abcdef' };
    const plan = planWrite(undefined, wanted, long);
    expect(plan).toEqual(planWrite(undefined, wanted, long));
    const name = plan.kind === 'keep' ? '' : plan.draft.versionName;
    expect(name).toMatch(/^[a-zA-Z0-9_\-.]{128}$/);
    expect(name).toContain(`.${long.requestId}`);
  });
});

describe('planRemoval', () => {
  const ours = (version: string, isDefault = false): PreferencesVersion => ({
    ...{ version, versionName: `MusterSessions.${version}`, isDefault },
  });
  const theirs = (version: string, isDefault = false): PreferencesVersion => ({
    ...{ version, versionName: undefined, isDefault },
  });

  it('leaves it alone when there are no preferences', () => {
    expect(planRemoval([], writer)).toMatchObject({ kind: 'leave' });
  });

  it('restores the newest version from before the stack, whatever the order of the list', () => {
    const versions = [ours('10', true), theirs('2'), ours('9'), theirs('8'), ours('3')];
    expect(planRemoval(versions, writer)).toEqual({
      ...{ kind: 'restore', version: '8', reason: 'version 8 was there before this stack' },
    });
  });

  it('counts a version of another Muster stack as there before', () => {
    const other = { version: '1', versionName: 'OtherSessions.1', isDefault: false };
    expect(planRemoval([other, ours('2', true)], writer)).toMatchObject({ kind: 'restore', version: '1' });
    const longer = { version: '1', versionName: 'MusterSessions2.1', isDefault: false };
    expect(planRemoval([longer, ours('2', true)], writer)).toMatchObject({ kind: 'restore', version: '1' });
  });

  it('removes the document when all of it is of this stack', () => {
    expect(planRemoval([ours('1'), ours('2', true)], writer)).toMatchObject({ kind: 'remove' });
  });

  it('leaves it alone when somebody has written since', () => {
    expect(planRemoval([theirs('1'), ours('2'), theirs('3', true)], writer)).toEqual({
      kind: 'leave',
      reason: 'version 3 is not of this stack',
    });
  });

  it('makes the restored version the default when only that is missing', () => {
    expect(planRemoval([theirs('1'), ours('2', true), theirs('3')], writer)).toMatchObject({
      kind: 'promote',
      version: '3',
    });
  });
});

describe('planGround', () => {
  const ours = (version: string) => ({ version, versionName: `MusterSessions.${version}`, isDefault: false });
  const theirs = (version: string) => ({ version, versionName: undefined, isDefault: false });

  it.each([
    [
      'the newest version of others',
      [ours('4'), theirs('1'), theirs('2'), ours('3')],
      { kind: 'version', version: '2' },
    ],
    ['nothing, where all versions are of the stack', [ours('1'), ours('2')], { kind: 'none' }],
    ['nothing, where there is no document', [], { kind: 'none' }],
    ['the latest, where earlier versions were deleted', [ours('7'), ours('8')], { kind: 'latest' }],
  ])('is %s', (_, versions, ground) => {
    expect(planGround(versions, writer)).toEqual(ground);
  });
});

describe('draftOfRestored', () => {
  it('says the same as before, with a remark that makes the content different', () => {
    const before = stored('{"description":"Theirs (prod)","inputs":{"kmsKeyId":"k"}}');
    expect(draftOfRestored(before, writer)).toEqual({
      content:
        '{"description":"Theirs (prod) (restored by MusterSessions.request-1)","inputs":{"kmsKeyId":"k"}}',
    });
  });

  it('does not collect remarks when a stack comes and goes', () => {
    const once = draftOfRestored(stored('{"description":"Theirs"}'), writer);
    const twice = draftOfRestored(stored(once.content), { ...writer, requestId: 'request-2' });
    expect(JSON.parse(twice.content).description).toBe('Theirs (restored by MusterSessions.request-2)');
  });

  it('leaves a text alone that is not JSON', () => {
    expect(draftOfRestored(stored('description: x'), writer)).toEqual({ content: 'description: x' });
  });
});
