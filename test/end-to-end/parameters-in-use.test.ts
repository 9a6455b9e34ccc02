import { describe, expect, it } from 'vitest';
import { type Named, parametersAccount } from './parameters-stack.ts';

const password = { secret: true } as const;
const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;

/** A stack that stands with these parameters. */
async function standing(named: Named) {
  const account = parametersAccount();
  const { status, failure, stack } = await account.create(named);
  expect([status, failure]).toEqual(['CREATE_COMPLETE', undefined]);
  return { ...account, stack };
}

describe('a parameter in the clear that somebody else made', () => {
  it('is named before anything is made, with all others of its kind', async () => {
    const account = parametersAccount();
    for (const key of ['a', 'b']) account.put(key, 'theirs', { Type: 'String' });
    const { status, failure } = await account.create({ password, a: 'x', b: 'y', c: 'z' });
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(failure?.message).toContain('are not of this stack: /retail/shop/prod/a (a String, changed by');
    expect(failure?.message).toContain('/retail/shop/prod/b (a String');
    expect(account.logged()).not.toContain('parameter created');
    expect(['a', 'b', 'c', 'password'].map(account.value)).toEqual([
      'theirs',
      'theirs',
      undefined,
      undefined,
    ]);
  });

  it('is refused in an update too, and what the stack has is no hindrance', async () => {
    const { update, stack, put, value } = await standing({ host: 'db.internal', password });
    put('port', '1', { Type: 'String' });
    const failed = await update(stack, { host: 'other', port: '2', password });
    expect([failed.status, value('host'), value('port')]).toEqual([
      'UPDATE_ROLLBACK_COMPLETE',
      'db.internal',
      '1',
    ]);
    expect((await update(stack, { host: 'other', password })).status).toBe('UPDATE_COMPLETE');
    expect(value('host')).toBe('other');
  });

  it('is no hindrance to a secret of that name, which keeps its value', async () => {
    const account = parametersAccount();
    account.put('password', 'put by hand');
    expect((await account.create({ password, a: 'x' })).status).toBe('CREATE_COMPLETE');
  });
});

describe('policies', () => {
  it('reach Parameter Store, for a value and for a secret', async () => {
    const unchanged = {
      Type: 'NoChangeNotification' as const,
      Attributes: { After: '20', Unit: 'Days' as const },
    };
    const policies = [unchanged];
    const { cloud } = await standing({
      host: { value: 'h', tier: 'Advanced', policies },
      password: { ...password, tier: 'Advanced', policies },
    });
    const { Parameters = [] } = cloud.ssm.operations.DescribeParameters.run({}, context);
    const types = Parameters.flatMap(({ Policies = [] }) => Policies.map(({ PolicyType }) => PolicyType));
    expect(types).toEqual(['NoChangeNotification', 'NoChangeNotification']);
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 21 * 24 * 60 * 60 * 1000 });
    const notices = cloud.sns.published.filter(({ message }) => message.includes('NoChangeNotification'));
    expect(notices).toHaveLength(2);
  });
});
