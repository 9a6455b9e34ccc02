import { Random } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import type { SecureParameterRequest } from '../../../lambdas/secure-parameter/parse-request.ts';
import { settleRequest } from '../../../lambdas/secure-parameter/secure-parameter.ts';
import type {
  SecureStringDraft,
  SecureStrings,
} from '../../../lambdas/secure-parameter/secure-strings-client.ts';
import { fakeLog } from '../fakes.ts';

const name = '/retail/shop/prod/db/password';
const properties = {
  Name: name,
  KeyId: 'key-1',
  Tier: 'Standard',
  Length: '24',
  Punctuation: 'false',
  DeleteWithStack: 'false',
};
const created: SecureParameterRequest = {
  RequestType: 'Create',
  StackId: 'stack-1',
  ResourceProperties: properties,
};
const request = (RequestType: 'Update' | 'Delete', changes: object = {}): SecureParameterRequest => ({
  RequestType,
  StackId: 'stack-1',
  PhysicalResourceId: name,
  ResourceProperties: { ...properties, ...changes },
  ...(RequestType === 'Update' ? { OldResourceProperties: properties } : {}),
});

/** An account with parameters, by name: their type, value and maker. */
function fakeAccount(kept: Record<string, { type: string; value: string; maker?: string }> = {}) {
  const drafts: SecureStringDraft[] = [];
  const parameters: SecureStrings = {
    async create(draft) {
      drafts.push(draft);
      if (kept[draft.name] !== undefined) return 'exists';
      kept[draft.name] = { type: 'SecureString', value: draft.value, maker: draft.stackId };
      return 'created';
    },
    typeOf: async (wanted) => kept[wanted]?.type,
    makerOf: async (wanted) => kept[wanted]?.maker,
    delete: async (wanted) => {
      delete kept[wanted];
    },
  };
  const random = new Random(1);
  const log = fakeLog();
  const ports = { parameters, log, chance: { below: (count: number) => random.integer(0, count - 1) } };
  return { kept, drafts, log, parameters, settle: (r: SecureParameterRequest) => settleRequest(r, ports) };
}

const success = { status: 'SUCCESS', physicalResourceId: name, data: { Name: name } };

describe('a creation', () => {
  it('makes the parameter with a value of its own, and the answer and the log do not hold it', async () => {
    const account = fakeAccount();
    const answer = await account.settle(created);
    expect(answer).toEqual(success);
    const value = account.kept[name]?.value ?? '';
    expect(value).toMatch(/^[a-zA-Z0-9]{24}$/);
    expect(JSON.stringify([answer, account.log.lines])).not.toContain(value.slice(0, 5));
    expect(account.log.lines).toEqual([
      { level: 'info', message: 'parameter created', fields: [{ name, value: 'drawn' }] },
    ]);
  });

  it('gives Parameter Store what was declared', async () => {
    const account = fakeAccount();
    const more = { Description: 'd', AllowedPattern: '^\\w+$', Tier: 'Advanced', Placeholder: 'later' };
    await account.settle({ ...created, ResourceProperties: { ...properties, ...more } });
    expect(account.drafts).toEqual([
      {
        name,
        keyId: 'key-1',
        tier: 'Advanced',
        description: 'd',
        allowedPattern: '^\\w+$',
        value: 'later',
        stackId: 'stack-1',
      },
    ]);
  });

  it('comes twice and draws only once', async () => {
    const account = fakeAccount();
    await account.settle(created);
    const { value } = account.kept[name] ?? {};
    expect(await account.settle(created)).toEqual(success);
    expect(account.kept[name]?.value).toBe(value);
  });

  it('keeps a value that was there before', async () => {
    const account = fakeAccount({ [name]: { type: 'SecureString', value: 'put by hand' } });
    expect(await account.settle(created)).toEqual(success);
    expect(account.kept[name]?.value).toBe('put by hand');
    expect(account.log.lines).toEqual([
      { level: 'info', message: 'parameter exists and keeps its value', fields: [{ name }] },
    ]);
  });

  it('refuses a parameter that exists in the clear, which it can neither change nor call a secret', async () => {
    const account = fakeAccount({ [name]: { type: 'String', value: 'x' } });
    expect(await account.settle(created)).toEqual({
      status: 'FAILED',
      physicalResourceId: name,
      reason: `The parameter ${name}: it exists as a String, not as a SecureString; delete it, or give the secret another name`,
    });
  });

  it('refuses a pattern that no drawn value matches, and says what to do', async () => {
    const account = fakeAccount();
    const answer = await account.settle({
      ...created,
      ResourceProperties: { ...properties, AllowedPattern: '^x{30}$' },
    });
    expect(answer).toMatchObject({
      status: 'FAILED',
      reason: expect.stringContaining('no value was drawn that matches its allowedPattern'),
    });
    expect(account.drafts).toEqual([]);
  });

  it('refuses with what Parameter Store said', async () => {
    const account = fakeAccount();
    account.parameters.create = async () => {
      throw new Error('ParameterLimitExceeded: too many');
    };
    expect(await account.settle(created)).toEqual({
      status: 'FAILED',
      physicalResourceId: name,
      reason: `The parameter ${name}: ParameterLimitExceeded: too many`,
    });
  });

  it.each([
    ['Name', { Name: undefined }],
    ['Name', { Name: 'no-slash' }],
    ['KeyId', { KeyId: '' }],
    ['Tier', { Tier: 'Gold' }],
    ['AllowedPattern', { AllowedPattern: '^(' }],
    ['Length', { Length: 'many' }],
    ['Length', { Length: undefined }],
    ['DeleteWithStack', { DeleteWithStack: 'perhaps' }],
  ])('refuses a property %s that is missing or malformed: %j', async (property, changes) => {
    const account = fakeAccount();
    const answer = await account.settle({ ...created, ResourceProperties: { ...properties, ...changes } });
    expect(answer).toEqual({
      status: 'FAILED',
      physicalResourceId: 'unnamed',
      reason: `The parameter unnamed: missing or malformed: ${property}`,
    });
    expect(account.drafts).toEqual([]);
  });
});

describe('an update', () => {
  it('keeps the value, and logs what cannot be changed without it', async () => {
    const account = fakeAccount({ [name]: { type: 'SecureString', value: 'in use' } });
    const answer = await account.settle(request('Update', { Description: 'new', Tier: 'Advanced' }));
    expect(answer).toEqual(success);
    expect(account.kept[name]?.value).toBe('in use');
    expect(account.log.lines.at(-1)).toEqual({
      level: 'warn',
      message: 'parameter is left as it is',
      fields: [expect.objectContaining({ name, fields: ['Tier', 'Description'] })],
    });
  });

  it('also succeeds as a rollback', async () => {
    const account = fakeAccount({ [name]: { type: 'SecureString', value: 'in use' } });
    const back = { ...request('Update'), OldResourceProperties: { ...properties, Description: 'new' } };
    expect(await account.settle(back)).toEqual(success);
    expect(account.kept[name]?.value).toBe('in use');
  });

  it('says nothing of what it does not change', async () => {
    const account = fakeAccount({ [name]: { type: 'SecureString', value: 'in use' } });
    await account.settle(request('Update', { Length: '40' }));
    expect(account.log.lines.map(({ level }) => level)).toEqual(['info']);
  });

  it('makes a parameter again that somebody deleted', async () => {
    const account = fakeAccount();
    expect(await account.settle(request('Update'))).toEqual(success);
    expect(account.kept[name]?.type).toBe('SecureString');
  });

  it('of the name makes another parameter and returns its id, so that CloudFormation deletes the old one', async () => {
    const account = fakeAccount({ [name]: { type: 'SecureString', value: 'in use' } });
    const answer = await account.settle(request('Update', { Name: `${name}-2` }));
    expect(answer).toMatchObject({ status: 'SUCCESS', physicalResourceId: `${name}-2` });
    expect(Object.keys(account.kept)).toEqual([name, `${name}-2`]);
  });

  it('that fails keeps the id, so that nothing is replaced', async () => {
    const account = fakeAccount({ [`${name}-2`]: { type: 'StringList', value: 'a,b' } });
    const answer = await account.settle(request('Update', { Name: `${name}-2` }));
    expect(answer).toMatchObject({ status: 'FAILED', physicalResourceId: name });
    expect(await account.settle(request('Update', { KeyId: '' }))).toMatchObject({
      status: 'FAILED',
      physicalResourceId: name,
    });
  });
});

describe('a deletion', () => {
  const gone = { status: 'SUCCESS', physicalResourceId: name, data: {} };
  const made = (maker: string) => ({ [name]: { type: 'SecureString', value: 'in use', maker } });

  it('leaves the value alone', async () => {
    const account = fakeAccount(made('stack-1'));
    expect(await account.settle(request('Delete'))).toEqual(gone);
    expect(Object.keys(account.kept)).toEqual([name]);
  });

  it('deletes it when the request says so and the stack made it', async () => {
    const account = fakeAccount(made('stack-1'));
    expect(await account.settle(request('Delete', { DeleteWithStack: 'true' }))).toEqual(gone);
    expect(account.kept).toEqual({});
  });

  it.each([
    ['another stack made', made('stack-2')],
    ['nobody knows who made', { [name]: { type: 'SecureString', value: 'by hand' } }],
  ])('leaves alone what %s, whatever the request says', async (_, kept) => {
    const account = fakeAccount({ ...kept });
    expect(await account.settle(request('Delete', { DeleteWithStack: 'true' }))).toEqual(gone);
    expect(Object.keys(account.kept)).toEqual([name]);
    expect(account.log.lines.map(({ level }) => level)).toEqual(['warn']);
  });

  it('succeeds for what was never made, or never had an id, or has malformed properties', async () => {
    const account = fakeAccount();
    const forced = request('Delete', { DeleteWithStack: 'true' });
    expect(await account.settle(forced)).toEqual(gone);
    expect(await account.settle({ ...forced, PhysicalResourceId: 'unnamed' })).toEqual({
      ...gone,
      physicalResourceId: 'unnamed',
    });
    const { PhysicalResourceId: _, ...without } = forced;
    expect(await account.settle({ ...without, ResourceProperties: {} })).toEqual({
      ...gone,
      physicalResourceId: 'unnamed',
    });
  });

  it('fails when Parameter Store does, so that nobody believes a value is gone', async () => {
    const account = fakeAccount(made('stack-1'));
    account.parameters.delete = async () => {
      throw new Error('InternalServerError');
    };
    expect(await account.settle(request('Delete', { DeleteWithStack: 'true' }))).toMatchObject({
      status: 'FAILED',
      reason: `The parameter ${name}: InternalServerError`,
    });
  });
});
