import { describe, expect, it } from 'vitest';
import { planMarks, planOutsideMarks } from '../../../lambdas/mark-patchable/plan-marks.ts';
import type { Instance } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { anInstance, hourMs, idOf, minuteMs, nowMs } from '../builders.ts';

const tag = 'Muster-Patchable';
const ofCluster = { 'aws:elasticmapreduce:job-flow-id': 'j-1' };
const plan = (fields: Partial<Instance>) => {
  const instance = anInstance({ launchedAtMs: nowMs - hourMs, ...fields });
  const { toUnmark, toMark, tooYoung } = planMarks({ instances: [instance], tag, nowMs });
  const marked = [...toMark].flatMap(([mark, ids]) => (ids.length === 0 ? [] : [mark]));
  return { marked, isUnmarked: toUnmark.length === 1, isTooYoung: tooYoung.length === 1 };
};
const nothing = { marked: [], isUnmarked: false, isTooYoung: false };

describe('an instance', () => {
  it.each([
    [{}, 'in-no-patch-group'],
    [{ PatchGroup: 'web' }, 'in-patch-group'],
    [{ PatchGroup: '' }, 'in-patch-group'],
    [{ PatchGroup: 'web', [tag]: 'in-no-patch-group' }, 'in-patch-group'],
    [{ [tag]: 'in-patch-group' }, 'in-no-patch-group'],
    [{ [tag]: 'yes' }, 'in-no-patch-group'],
  ])('with %j gets the mark %s', (tags, mark) => {
    expect(plan({ tags })).toEqual({ ...nothing, marked: [mark] });
  });

  it.each([{ [tag]: 'in-no-patch-group' }, { PatchGroup: 'web', [tag]: 'in-patch-group' }])(
    'whose mark is right stays as it is: %j',
    (tags) => {
      expect(plan({ tags })).toEqual(nothing);
    },
  );

  it('that is stopped gets its mark too, because it may run when a window opens', () => {
    expect(plan({ state: 'stopped' }).marked).toEqual(['in-no-patch-group']);
  });

  it('that is ten minutes old gets its mark, and a younger one none, because EMR may be about to tag it', () => {
    expect(plan({ launchedAtMs: nowMs - 10 * minuteMs }).marked).toEqual(['in-no-patch-group']);
    expect(plan({ launchedAtMs: nowMs - 10 * minuteMs + 1 })).toEqual({ ...nothing, isTooYoung: true });
  });

  it('that was started again a moment ago keeps the mark that it has', () => {
    expect(plan({ launchedAtMs: nowMs, tags: { [tag]: 'in-no-patch-group' } })).toEqual(nothing);
  });

  it.each<Partial<Instance>>([
    { state: 'terminated' },
    { state: 'shutting-down' },
    { operator: 'eks.amazonaws.com' },
  ])('is left alone: %j', (fields) => {
    expect(plan(fields)).toEqual(nothing);
    expect(plan({ ...fields, tags: { [tag]: 'yes', ...ofCluster } })).toEqual(nothing);
  });
});

describe('a node of EMR', () => {
  it('gets no mark, whatever its age and its patch group', () => {
    expect(plan({ tags: { ...ofCluster, PatchGroup: 'web' } })).toEqual(nothing);
    expect(plan({ tags: ofCluster, launchedAtMs: nowMs })).toEqual(nothing);
  });

  it('loses a mark that was copied to it, however young it is', () => {
    const tags = { ...ofCluster, PatchGroup: 'web', [tag]: 'in-patch-group' };
    expect(plan({ tags, launchedAtMs: nowMs })).toEqual({ ...nothing, isUnmarked: true });
  });
});

it('several instances are sorted one by one', () => {
  const instances = [
    anInstance({ instanceId: idOf(1), launchedAtMs: 0, tags: { PatchGroup: 'web' } }),
    anInstance({ instanceId: idOf(2), launchedAtMs: 0 }),
    anInstance({ instanceId: idOf(3), launchedAtMs: 0, tags: { PatchGroup: 'db' } }),
    anInstance({ instanceId: idOf(4), launchedAtMs: 0, tags: { ...ofCluster, [tag]: 'in-patch-group' } }),
  ];
  const { toMark, toUnmark } = planMarks({ instances, tag, nowMs });
  expect(Object.fromEntries(toMark)).toEqual({
    'in-patch-group': [idOf(1), idOf(3)],
    'in-no-patch-group': [idOf(2)],
  });
  expect(toUnmark).toEqual([idOf(4)]);
});

it('nodes outside EC2 are marked by their patch group, unless the mark is right', () => {
  const nodes = new Map([
    ['mi-1', anInstance({ tags: { PatchGroup: 'web' } })],
    ['mi-2', anInstance({ tags: {} })],
    ['mi-3', anInstance({ tags: { [tag]: 'in-no-patch-group' } })],
  ]);
  expect(planOutsideMarks(nodes, tag)).toEqual(
    new Map([
      ['in-patch-group', ['mi-1']],
      ['in-no-patch-group', ['mi-2']],
    ]),
  );
});
