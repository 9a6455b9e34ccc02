import { describe, expect, it } from 'vitest';
import { addPolicy, undo } from '../../../lambdas/role-access/change-role.ts';
import type { Roles } from '../../../lambdas/role-access/roles-client.ts';
import { aRole, policyArn } from './example-role.ts';

const tag = 'muster:granted-policy';
const named = (name: string) => Object.assign(new Error('refused'), { name });

/** Roles that note what is asked of them. Some calls are refused. */
function rolesThat(refuse: Partial<Record<keyof Roles, string>>, role: Parameters<typeof aRole>[0] = {}) {
  const asked: string[] = [];
  const ask = async (call: keyof Roles) => {
    asked.push(call);
    const refusal = refuse[call];
    if (refusal !== undefined) throw named(refusal);
  };
  const roles: Roles = {
    read: async () => {
      await ask('read');
      return aRole(role);
    },
    list: async () => [],
    attach: () => ask('attach'),
    detach: () => ask('detach'),
    record: () => ask('record'),
    forget: () => ask('forget'),
  };
  return { roles, asked };
}

describe('a role that gets the policy', () => {
  it('is recorded first, and last', async () => {
    const { roles, asked } = rolesThat({});
    await addPolicy(roles, 'web', tag);
    expect(asked).toEqual(['record', 'attach', 'record']);
  });

  it('loses its record again when IAM refuses the policy', async () => {
    const { roles, asked } = rolesThat({ attach: 'LimitExceededException' });
    await expect(addPolicy(roles, 'web', tag)).rejects.toThrow('refused');
    expect(asked).toEqual(['record', 'attach', 'forget']);
  });

  it('keeps its record when nobody knows whether it has the policy', async () => {
    const { roles, asked } = rolesThat({ attach: 'TimeoutError' });
    await expect(addPolicy(roles, 'web', tag)).rejects.toThrow('refused');
    expect(asked).toEqual(['record', 'attach']);
  });
});

describe('a role that loses the policy', () => {
  it('loses its record last', async () => {
    const { roles, asked } = rolesThat({});
    await undo(roles, 'web', { tag, detaches: true, policyArn });
    expect(asked).toEqual(['detach', 'forget', 'read']);
  });

  it('is recorded again when another run has given it the policy again', async () => {
    const { roles, asked } = rolesThat({}, { tags: {}, policyArns: [policyArn] });
    await undo(roles, 'web', { tag, detaches: true, policyArn });
    expect(asked).toEqual(['detach', 'forget', 'read', 'record']);
  });

  it('is not recorded again when the other record keeps the policy', async () => {
    const tags = { 'muster:prepared-policy': policyArn };
    const { roles, asked } = rolesThat({}, { tags, policyArns: [policyArn] });
    await undo(roles, 'web', { tag, detaches: false, policyArn });
    expect(asked).toEqual(['forget', 'read']);
  });

  it('is left to another run that has undone it meanwhile', async () => {
    const { roles, asked } = rolesThat({ detach: 'AccessDenied' });
    await undo(roles, 'web', { tag, detaches: true, policyArn });
    expect(asked).toEqual(['detach', 'read']);
  });

  it('stays as it is when IAM denies the change although the record is there', async () => {
    const { roles, asked } = rolesThat({ detach: 'AccessDenied' }, { tags: { [tag]: 'arn' } });
    await expect(undo(roles, 'web', { tag, detaches: true, policyArn })).rejects.toThrow('refused');
    expect(asked).toEqual(['detach', 'read']);
  });
});
