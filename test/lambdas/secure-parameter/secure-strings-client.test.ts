import {
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createSecureStrings,
  type SecureStringDraft,
} from '../../../lambdas/secure-parameter/secure-strings-client.ts';
import { fakeClock } from '../fakes.ts';

const ssm = mockClient(SSMClient);
beforeEach(() => ssm.reset());
afterAll(() => ssm.restore());

const draft: SecureStringDraft = {
  name: '/retail/shop/prod/db/password',
  value: 'mU7gWb1kq0ZsT4vX',
  keyId: 'key-1',
  tier: 'Standard',
  stackId: 'stack-1',
};
const named = (name: string, message = 'x') => Object.assign(new Error(message), { name });

describe('a SecureString', () => {
  it('is created with its key and the mark of its stack, and never overwrites', async () => {
    ssm.on(PutParameterCommand).resolves({ Version: 1 });
    expect(await createSecureStrings().create({ ...draft, description: 'd', allowedPattern: '^.+$' })).toBe(
      'created',
    );
    expect(ssm.commandCalls(PutParameterCommand).map((call) => call.args[0].input)).toEqual([
      {
        Name: draft.name,
        Value: draft.value,
        Type: 'SecureString',
        KeyId: 'key-1',
        Tier: 'Standard',
        Overwrite: false,
        Description: 'd',
        AllowedPattern: '^.+$',
        Tags: [
          { Key: 'muster:stack', Value: 'parameters' },
          { Key: 'muster:made-by-stack', Value: 'stack-1' },
        ],
      },
    ]);
  });

  it('that exists is left as it is', async () => {
    ssm.on(PutParameterCommand).rejects(named('ParameterAlreadyExists'));
    expect(await createSecureStrings().create(draft)).toBe('exists');
  });

  it.each(['AccessDeniedException', 'InvalidKeyId'])(
    'waits until %s passes, which a new role or key gets',
    async (name) => {
      ssm.on(PutParameterCommand).rejectsOnce(named(name)).rejectsOnce(named(name)).resolves({});
      const clock = fakeClock();
      expect(await createSecureStrings(undefined, clock).create(draft)).toBe('created');
      expect(clock.pauses).toEqual([2_000, 4_000]);
    },
  );

  it('throws the error of Systems Manager', async () => {
    ssm.on(PutParameterCommand).rejects(named('ParameterLimitExceeded', 'too many'));
    await expect(createSecureStrings().create(draft)).rejects.toThrow(/^ParameterLimitExceeded: too many$/);
  });

  it.each([
    `1 validation error detected: Value '${draft.value}' at 'value' failed to satisfy constraint`,
    `Value '${draft.value.slice(0, 6)}...' failed`,
    `... ${draft.value.slice(-4)}' failed`,
  ])('refuses without a message that quotes the value: %s', async (message) => {
    ssm.on(PutParameterCommand).rejects(named('ValidationException', message));
    await expect(createSecureStrings().create(draft)).rejects.toThrow(
      /^ValidationException \(its message is left out: it quotes the value\)$/,
    );
  });

  it('has a type, and none when it does not exist', async () => {
    ssm.on(GetParameterCommand).resolvesOnce({ Parameter: { Type: 'String', Value: 'in the clear' } });
    expect(await createSecureStrings().typeOf('/a')).toBe('String');
    ssm.on(GetParameterCommand).rejects(named('ParameterNotFound'));
    expect(await createSecureStrings().typeOf('/a')).toBeUndefined();
    expect(ssm.commandCalls(GetParameterCommand).map((call) => call.args[0].input)).toEqual([
      { Name: '/a' },
      { Name: '/a' },
    ]);
  });

  it('has the stack that made it in a tag', async () => {
    ssm.on(ListTagsForResourceCommand).resolvesOnce({
      TagList: [
        { Key: 'other', Value: 'x' },
        { Key: 'muster:made-by-stack', Value: 'stack-1' },
      ],
    });
    expect(await createSecureStrings().makerOf('/a')).toBe('stack-1');
    ssm.on(ListTagsForResourceCommand).resolvesOnce({ TagList: [] });
    expect(await createSecureStrings().makerOf('/a')).toBeUndefined();
    ssm.on(ListTagsForResourceCommand).rejects(named('InvalidResourceId'));
    expect(await createSecureStrings().makerOf('/a')).toBeUndefined();
  });

  it('is deleted, and may be gone already', async () => {
    ssm
      .on(DeleteParameterCommand)
      .resolvesOnce({})
      .rejectsOnce(named('ParameterNotFound'))
      .rejectsOnce(named('AccessDeniedException'));
    ssm.on(ListTagsForResourceCommand).rejects(named('InvalidResourceId'));
    const parameters = createSecureStrings();
    for (let times = 0; times < 3; times += 1) await parameters.delete('/a');
    expect(ssm.commandCalls(DeleteParameterCommand)).toHaveLength(3);
  });

  it('throws the error of Systems Manager when it is still there', async () => {
    ssm.on(DeleteParameterCommand).rejects(named('AccessDeniedException', 'no'));
    ssm
      .on(ListTagsForResourceCommand)
      .resolves({ TagList: [{ Key: 'muster:made-by-stack', Value: 'stack-1' }] });
    await expect(createSecureStrings().delete('/a')).rejects.toThrow('no');
  });
});
