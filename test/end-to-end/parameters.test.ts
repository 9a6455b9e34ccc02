import { describe, expect, it } from 'vitest';
import { plainCallFaults } from '../../simulator/faults/faults-of-calls.ts';
import { faultAtCall } from '../simulator/faults/faults-of-calls/fault-at-call.ts';
import { type Named, parametersAccount } from './parameters-stack.ts';

const password = { secret: true } as const;
const temporary = { secret: true, deleteWithStack: true } as const;
const advanced = { secret: true, tier: 'Advanced', length: 64, punctuation: true } as const;
/** A secret that cannot be made, since a parameter in the clear has its name, declared after all others. */
const taken = 'zz/taken';
const blocking = (account: ReturnType<typeof parametersAccount>) =>
  account.put(taken, 'x', { Type: 'String' });

/** A stack that stands with these parameters. */
async function standing(named: Named, seed?: number) {
  const account = parametersAccount(seed);
  const { status, failure, stack } = await account.create(named);
  expect([status, failure]).toEqual(['CREATE_COMPLETE', undefined]);
  return { ...account, stack };
}

describe('a deployment of parameters', () => {
  it('makes what is declared, each secret with a value of its own, and every call is allowed', async () => {
    const { value, cloud } = await standing({ host: 'db.internal', password, temporary, advanced });
    expect(value('host')).toBe('db.internal');
    expect(value('password')).toMatch(/^[a-zA-Z0-9]{32}$/);
    expect(value('temporary')).toMatch(/^[a-zA-Z0-9]{32}$/);
    expect(value('advanced')).toMatch(/^[!-~]{64}$/);
    expect(value('temporary')).not.toBe(value('password'));
    expect(cloud.observations.deniedCalls).toBe(0);
  });

  it('encrypts secrets by the key of the application, as declared', async () => {
    const { cloud, stack } = await standing({ advanced: { ...advanced, description: 'd' } });
    const key = [...stack.resources.values()].find(({ type }) => type === 'AWS::KMS::Key');
    const found = cloud.ssm.operations.DescribeParameters.run({}, context).Parameters ?? [];
    expect(found.filter(({ Type }) => Type === 'SecureString')).toEqual([
      expect.objectContaining({
        Name: '/retail/shop/prod/advanced',
        Type: 'SecureString',
        KeyId: key?.attribute('Arn'),
        Tier: 'Advanced',
        Description: 'd',
      }),
    ]);
  });

  it('keeps values that are there already', async () => {
    const account = parametersAccount();
    account.put('password', 'put by hand');
    expect((await account.create({ password, temporary })).status).toBe('CREATE_COMPLETE');
    expect(account.value('password')).toBe('put by hand');
  });

  it('copies a public parameter', async () => {
    const image = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    const { value } = await standing({ base: { publicParameter: image, dataType: 'aws:ec2:image' } });
    expect(value('base')).toMatch(/^ami-[0-9a-f]{17}$/);
  });

  it('tells the topic of each parameter, without its value', async () => {
    const { cloud, value } = await standing({ host: 'db.internal', password });
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 60_000 });
    const notices = cloud.sns.published.map(({ message }) => message);
    for (const name of ['host', 'password'])
      expect(notices.filter((notice) => notice.includes(`/retail/shop/prod/${name}`))).toHaveLength(1);
    expect(notices.join()).not.toContain(value('password'));
  });
});

const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;

describe('an update', () => {
  it('touches no value, whatever changes beside it', async () => {
    const { update, stack, value, logged, put } = await standing({ password, temporary });
    put('temporary', 'rotated', { Overwrite: true, Type: undefined });
    const before = value('password');
    const changed = { secret: true, description: 'new', tier: 'Advanced', length: 12 } as const;
    const { status } = await update(stack, { password: changed, temporary: { ...temporary, length: 9 } });
    expect(status).toBe('UPDATE_COMPLETE');
    expect([value('password'), value('temporary')]).toEqual([before, 'rotated']);
    expect(logged()).toContain('parameter is left as it is');
  });

  it('makes secrets that are new, and leaves those that are gone', async () => {
    const { update, stack, value, cloud } = await standing({ password });
    const before = value('password');
    expect((await update(stack, { other: password })).status).toBe('UPDATE_COMPLETE');
    expect(value('other')).toMatch(/^[a-zA-Z0-9]{32}$/);
    expect(value('password')).toBe(before);
    expect(cloud.observations.deniedCalls).toBe(0);
  });

  it('deletes a secret that is gone when it is told to, though its policy does not name it any more', async () => {
    const { update, stack, value, cloud } = await standing({ password, temporary });
    expect((await update(stack, { password })).status).toBe('UPDATE_COMPLETE');
    expect(value('temporary')).toBeUndefined();
    expect(cloud.observations.deniedCalls).toBe(0);
  });

  it('makes no secret of a parameter in the clear in one step: it would be deleted after the update', async () => {
    const { update, stack, value } = await standing({ host: 'db.internal', password });
    await expect(update(stack, { host: password, password })).rejects.toThrow(
      'Update of resource type is not permitted',
    );
    expect(value('host')).toBe('db.internal');
  });

  it('makes no secret of a parameter in the clear that somebody else made', async () => {
    const { update, stack, put, value } = await standing({ password });
    put('host', 'db.internal', { Type: 'String' });
    const { status, failure } = await update(stack, { host: password, password });
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failure?.message).toContain('it exists as a String, not as a SecureString; delete it');
    expect(value('host')).toBe('db.internal');
  });

  it('that fails is rolled back, and the values stay', async () => {
    const account = await standing({ password, temporary });
    const before = [account.value('password'), account.value('temporary')];
    blocking(account);
    const named = {
      password: { ...password, description: 'new' },
      temporary,
      added: password,
      [taken]: password,
    };
    const { status, stack } = await account.update(account.stack, named);
    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([account.value('password'), account.value('temporary')]).toEqual(before);
    const added = account.value('added');
    expect(added).toMatch(/^[a-zA-Z0-9]{32}$/);

    account.cloud.ssm.removeParameter(`/retail/shop/prod/${taken}`);
    expect((await account.update(stack, named)).status).toBe('UPDATE_COMPLETE');
    expect(account.value('added')).toBe(added);
  });
});

describe('a creation that fails', () => {
  it('is rolled back and leaves the values; the next one takes them up', async () => {
    const account = parametersAccount();
    blocking(account);
    const named = { password, temporary, [taken]: password };
    const { status, stack } = await account.create(named);
    expect(status).toBe('ROLLBACK_COMPLETE');
    const left = account.value('password');
    expect(left).toMatch(/^[a-zA-Z0-9]{32}$/);
    expect(account.value('temporary')).toBeUndefined();

    account.cloud.ssm.removeParameter(`/retail/shop/prod/${taken}`);
    await account.remove(stack);
    expect((await account.create(named)).status).toBe('CREATE_COMPLETE');
    expect(account.value('password')).toBe(left);
  });

  it('never deletes what was there before it, even when it is told to delete', async () => {
    const account = parametersAccount();
    account.put('temporary', 'put by hand');
    blocking(account);
    expect((await account.create({ temporary, [taken]: password })).status).toBe('ROLLBACK_COMPLETE');
    expect(account.value('temporary')).toBe('put by hand');
  });
});

describe('a deletion', () => {
  it('leaves the values, and the key that decrypts them; a new stack takes them up', async () => {
    const { remove, create, stack, value } = await standing({ host: 'h', password, temporary });
    const left = value('password');
    expect((await remove(stack)).status).toBe('DELETE_COMPLETE');
    expect([value('host'), value('temporary')]).toEqual([undefined, undefined]);
    expect(value('password')).toBe(left);
    expect((await create({ host: 'h', password, temporary })).status).toBe('CREATE_COMPLETE');
    expect(value('password')).toBe(left);
  });
});

it('the function uses every permission that it has, and needs no other', async () => {
  const { cloud, put, create, update } = parametersAccount();
  put('password', 'put by hand');
  const unused = () =>
    cloud.access
      .unusedPermissions()
      .map(({ action, resource }) => `${action} ${resource.replace(/^.*:/, '')}`);
  const { stack } = await create({ host: 'h', password, temporary, advanced });
  // It deletes when something is gone, and looks at the resources of its stack when a name is there already.
  expect(unused().sort()).toEqual([
    expect.stringMatching(/^cloudformation:ListStackResources stack\/MusterParameters\//),
    ...['ssm:DeleteParameter parameter/*', 'ssm:ListTagsForResource parameter/*'],
  ]);
  put('port', '1', { Type: 'String' });
  await update(stack, { host: 'h', port: '1', password, temporary, advanced });
  await update(stack, { host: 'h', password, advanced });
  expect(unused()).toEqual([]);
  expect(cloud.observations.deniedCalls).toBe(0);
});

describe('the value of a secret', () => {
  /** Every piece of a value of eight characters: one of them in a text is no accident. */
  const pieces = (secret: string) =>
    Array.from({ length: secret.length - 7 }, (_, start) => secret.slice(start, start + 8));

  it('is in no template, log, event, answer or trace, through a whole life with failures', async () => {
    const account = await standing({ host: 'db.internal', password, temporary, advanced });
    const secrets = ['password', 'temporary', 'advanced'].map((key) => account.value(key) ?? '');
    blocking(account);
    const changed = { ...password, description: 'new' };
    const failing = {
      host: 'db.internal',
      password: changed,
      temporary,
      advanced,
      added: password,
      [taken]: password,
    };
    const { stack } = await account.update(account.stack, failing);
    secrets.push(account.value('added') ?? '');
    const last = await account.remove(stack);
    await account.cloud.loop.run({ untilMs: account.cloud.timeline.nowMs + 60_000 });

    const written = account.everythingWritten(account.stack) + account.everythingWritten(last.stack);
    for (const kind of ['cloudformation.request', 'cloudformation.answer', 'events.put', 'sns.published'])
      expect(account.trace.filter((line) => line.kind === kind).length, kind).toBeGreaterThan(4);
    expect(account.logged()).toEqual(
      expect.arrayContaining([
        'parameter created',
        'parameter exists and keeps its value',
        'parameter deleted',
      ]),
    );
    expect(secrets.map(({ length }) => length)).toEqual([32, 32, 64, 32]);
    for (const piece of secrets.flatMap(pieces))
      expect(written).not.toContain(JSON.stringify(piece).slice(1, -1));
    // What is no secret is found by the same search.
    expect(written).toContain('db.internal');
  });
});

describe('a fault', () => {
  const places = ['ssm:PutParameter', 's3:PutObject'];

  it.each(
    plainCallFaults.flatMap((kind) => places.map((place, index) => ({ kind, place, number: index + 1 }))),
  )(
    '$kind at $place of a creation: the secret is made once, and the stack stands',
    async ({ kind, place, number }) => {
      const account = parametersAccount();
      const calls = faultAtCall(account.cloud, { kind, number });
      const { status } = await account.create({ password });
      expect(calls[number - 1]).toBe(place);
      expect(status).toBe('CREATE_COMPLETE');
      expect(account.value('password')).toMatch(/^[a-zA-Z0-9]{32}$/);
      const made = account.trace.filter(
        (line) => line.kind === 'ssm.parameter' && JSON.stringify(line).includes('SecureString'),
      );
      expect(made).toHaveLength(1);
    },
  );

  it.each(plainCallFaults)('%s at each call of a deletion: the secret is gone', async (kind) => {
    const free = await standing({ temporary });
    const calls = faultAtCall(free.cloud);
    await free.remove(free.stack);
    expect(calls).toEqual(['ssm:ListTagsForResource', 'ssm:DeleteParameter', 's3:PutObject']);

    for (const number of [1, 2, 3]) {
      const account = await standing({ temporary });
      faultAtCall(account.cloud, { kind, number });
      const { status } = await account.remove(account.stack);
      expect([number, status, account.value('temporary')]).toEqual([number, 'DELETE_COMPLETE', undefined]);
    }
  });

  it('that lasts fails the deployment with what Parameter Store said, and leaves nothing half made', async () => {
    const account = parametersAccount();
    const calls = faultAtCall(account.cloud, { kind: 'call-fails-before', number: 1, count: 8 });
    const { status, failure } = await account.create({ password });
    expect(failure?.message).toContain('The parameter /retail/shop/prod/password: InternalServerError');
    expect(calls.slice(0, 9)).toEqual([...Array(8).fill('ssm:PutParameter'), 's3:PutObject']);
    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(account.value('password')).toBeUndefined();
  });
});
