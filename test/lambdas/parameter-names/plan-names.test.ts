import { describe, expect, it } from 'vitest';
import { planNames } from '../../../lambdas/parameter-names/plan-names.ts';

const existing = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `/a/${at}`, type: 'String', changedBy: 'somebody' }));

describe('names of parameters', () => {
  it('are free when nothing exists, or only what the stack has', () => {
    expect(planNames([], new Set())).toEqual({ kind: 'go on' });
    expect(planNames(existing(2), new Set(['/a/0', '/a/1']))).toEqual({ kind: 'go on' });
  });

  it('are refused with their type and the one who changed them, and with what to do', () => {
    const found = [{ name: '/a/1', type: 'SecureString', changedBy: 'arn:aws:iam::x:user/a' }];
    expect(planNames([...existing(1), ...found], new Set(['/a/0']))).toEqual({
      kind: 'refuse',
      reason:
        'Parameters exist already, and are not of this stack: /a/1 (a SecureString, changed by arn:aws:iam::x:user/a). ' +
        'Nothing was made. Take them out of the tree, give them other names there, or delete them ' +
        '(aws ssm delete-parameter --name <name>), then deploy again',
    });
  });

  it('are cut to what an answer can hold', () => {
    const names = existing(400).map((each) => ({ ...each, name: `/${'n'.repeat(90)}${each.name}` }));
    const plan = planNames(names, new Set());
    expect(plan).toMatchObject({ reason: expect.stringContaining('and 395 more.') });
    expect('reason' in plan && plan.reason.length).toBeLessThan(1000);
  });
});
