import { describe, expect, it } from 'vitest';
import { triggers } from '../../../../../lib/capabilities/remediation/triggers/trigger-schema.ts';

const one = { pattern: { source: ['shop'] }, node: '$.detail.id' };
const problemsOf = (trigger: object) =>
  triggers
    .safeParse({ one: trigger })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];

describe('a trigger', () => {
  it('acts three times a day on an instance by default, and needs a pattern and a node alone', () => {
    expect(triggers.parse({ one })['one']).toEqual({ ...one, parameters: {}, perNodeDayMax: 3 });
  });

  it.each([
    [
      'a pattern of everything',
      { ...one, pattern: { detail: {} } },
      /^one\.pattern: a pattern with source or detail-type$/,
    ],
    [
      'a pattern of another account',
      { ...one, pattern: { source: ['a'], account: ['1'] } },
      /without account and region/,
    ],
    [
      'a pattern that EventBridge cannot hold',
      { ...one, pattern: { source: ['x'.repeat(2000)] } },
      /at most 1948 characters$/,
    ],
    ['a path with a filter', { ...one, node: '$.detail[?(@.id)]' }, /^one\.node: a path in the event/],
    [
      'a parameter with a wrong path',
      { ...one, parameters: { Mode: '$.detail[*]' } },
      /^one\.parameters\.Mode: /,
    ],
    [
      'a reference of Automation in a constant',
      { ...one, parameters: { commands: 'echo {{ InstanceId }}' } },
      /without \{\{/,
    ],
    [
      'a runbook and a document',
      { ...one, runbook: 'PatchInstance', document: 'AWS-RunShellScript' },
      /not both/,
    ],
    ['no act at all', { ...one, perNodeDayMax: 0 }, /actions from 1 to 100$/],
  ])('is refused with %s', (_, trigger, problem) => {
    expect(problemsOf(trigger)).toEqual([expect.stringMatching(problem)]);
  });
});
