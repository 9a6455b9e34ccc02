import { describe, expect, it } from 'vitest';
import { imageOf } from '../../../../src/services/ec2/images.ts';
import { list, PretendWorld, record } from '../../ec2/pretend-world.ts';

/** A world with the parameter `/shop/url` = `a`, and helpers to call Systems Manager. */
function worldOf() {
  const world = new PretendWorld();
  world.ssm.declareParameter({ Name: '/shop/url', Type: 'String', Value: 'a' });
  return {
    world,
    call: (name: string, input: object) => world.call(world.ssm, name, input),
    refusal: (name: string, input: object) => world.refusal(world.ssm, name, input),
    put: (input: object) => world.call(world.ssm, 'PutParameter', { Type: 'String', ...input }),
    read: (Name: string, more: object = {}) =>
      record(world.call(world.ssm, 'GetParameter', { Name, ...more }), 'Parameter'),
  };
}

const secret = { Name: '/shop/key', Value: 'correct horse', Type: 'SecureString' };

describe('parameters', () => {
  it('are put, versioned, read by name and version, and deleted', () => {
    const { world, call, put, read } = worldOf();
    put({ Name: '/shop/url', Value: 'b', Overwrite: true });
    expect([read('/shop/url')['Value'], read('/shop/url:1')['Value']]).toEqual(['b', 'a']);
    expect(read('/shop/url:1')).toMatchObject({ Version: 1, Selector: ':1' });
    call('DeleteParameter', { Name: '/shop/url' });
    expect(call('GetParameters', { Names: ['/shop/url'] })).toEqual({
      Parameters: [],
      InvalidParameters: ['/shop/url'],
    });
    expect(world.eventsOf('Parameter Store Change').map(({ operation }) => operation)).toEqual([
      'Create',
      'Update',
      'Delete',
    ]);
  });

  it('are read by path, ten per page, and recursively only on request', () => {
    const { world, call } = worldOf();
    call('DeleteParameter', { Name: '/shop/url' });
    for (let i = 10; i < 22; i++)
      world.ssm.declareParameter({ Name: `/shop/p${i}`, Type: 'String', Value: 'x' });
    world.ssm.declareParameter({ Name: '/shop/deep/p', Type: 'String', Value: 'x' });
    const first = call('GetParametersByPath', { Path: '/shop' });
    const second = call('GetParametersByPath', { Path: '/shop', NextToken: first['NextToken'] });
    expect([list(first, 'Parameters').length, list(second, 'Parameters').length]).toEqual([10, 2]);
    const deep = call('GetParametersByPath', { Path: '/shop/deep/', Recursive: true });
    expect(list(deep, 'Parameters')).toHaveLength(1);
  });

  it('are returned in pages that may be empty before the last', () => {
    const { call } = worldOf();
    const pages = Array.from({ length: 300 }, () => call('GetParametersByPath', { Path: '/shop' }));
    const empty = pages.filter((page) => list(page, 'Parameters').length === 0);
    expect(empty.length).toBeGreaterThan(0);
    expect(empty.length).toBeLessThan(30);
    expect(empty.every((page) => typeof page['NextToken'] === 'string')).toBe(true);
  });

  it('of AWS contain the ids of the simulated images', () => {
    const Name = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    expect(worldOf().read(Name)).toMatchObject({
      Value: imageOf('amazonLinux2023').imageId,
      ARN: `arn:aws:ssm:eu-west-1::parameter${Name}`,
    });
  });

  it('keep tier, pattern and description, and are described without values', () => {
    const { put, call } = worldOf();
    put({ Name: '/shop/n', Value: '1', AllowedPattern: '\\d+', Description: 'how many', Tier: 'Advanced' });
    put({ Name: '/shop/n', Value: '2', Overwrite: true });
    const ParameterFilters = [{ Key: 'Path', Option: 'Recursive', Values: ['/shop'] }];
    const [first] = list(call('DescribeParameters', { ParameterFilters }), 'Parameters');
    expect(first).toMatchObject({
      ...{ Name: '/shop/n', Version: 2, Tier: 'Advanced', AllowedPattern: '\\d+', DataType: 'text' },
      ...{ Description: 'how many', LastModifiedUser: expect.stringMatching(/:root$/) },
    });
    expect(first).not.toHaveProperty('Value');
  });

  it('get the tier that they need, and never return to a lower one', () => {
    const { put, refusal } = worldOf();
    const large = 'x'.repeat(5000);
    expect(put({ Name: '/l', Value: large, Tier: 'Intelligent-Tiering' })).toMatchObject({
      Tier: 'Advanced',
    });
    expect(put({ Name: '/l', Value: 'x', Overwrite: true })).toMatchObject({ Tier: 'Advanced' });
    const back = { Name: '/l', Value: 'x', Overwrite: true, Tier: 'Standard' };
    expect(refusal('PutParameter', back).message).toMatch(/can't downgrade/);
  });

  it('keep a hundred versions, and never delete a version with a label', () => {
    const { put, call, refusal } = worldOf();
    for (let n = 2; n <= 101; n++) put({ Name: '/shop/url', Value: `${n}`, Overwrite: true });
    const { Parameters: first } = call('GetParameterHistory', { Name: '/shop/url' });
    expect(first).toHaveLength(50);
    expect(refusal('GetParameter', { Name: '/shop/url:1' })).toEqual({
      code: 'ParameterVersionNotFound',
      message: 'Systems Manager could not find version 1 of /shop/url. Verify the version and try again.',
    });
    call('LabelParameterVersion', { Name: '/shop/url', ParameterVersion: 2, Labels: ['kept'] });
    const next = { Name: '/shop/url', Value: 'more', Overwrite: true };
    expect(refusal('PutParameter', next).code).toBe('ParameterMaxVersionLimitExceeded');
  });

  it('have tags', () => {
    const { put, call, refusal } = worldOf();
    put({ Name: '/t', Value: 'x', Tags: [{ Key: 'a', Value: '1' }] });
    const resource = { ResourceType: 'Parameter', ResourceId: '/t' };
    call('AddTagsToResource', { ...resource, Tags: [{ Key: 'b', Value: '2' }] });
    call('RemoveTagsFromResource', { ...resource, TagKeys: ['a'] });
    expect(call('ListTagsForResource', resource)).toEqual({ TagList: [{ Key: 'b', Value: '2' }] });
    const many = Array.from({ length: 50 }, (_, n) => ({ Key: `k${n}`, Value: '' }));
    expect(refusal('AddTagsToResource', { ...resource, Tags: many }).code).toBe('TooManyTagsError');
    expect(refusal('ListTagsForResource', { ...resource, ResourceId: '/none' }).code).toBe(
      'InvalidResourceId',
    );
  });

  it.each([
    ['GetParameter', { Name: '/missing' }, 'ParameterNotFound'],
    ['GetParameterHistory', { Name: '/missing' }, 'ParameterNotFound'],
    ['DeleteParameter', { Name: '/missing' }, 'ParameterNotFound'],
    ['PutParameter', { Name: '/shop/url', Value: 'b' }, 'ParameterAlreadyExists'],
    [
      'PutParameter',
      { Name: '/shop/url', Value: 'b', Overwrite: true, Type: 'SecureString' },
      'HierarchyTypeMismatchException',
    ],
    ['PutParameter', { Name: '/aws/x', Value: 'b', Type: 'String' }, 'ValidationException'],
    ['PutParameter', { Name: 'a/b', Value: 'b', Type: 'String' }, 'ValidationException'],
    ['PutParameter', { Name: '/a//b', Value: 'b', Type: 'String' }, 'ValidationException'],
    ['PutParameter', { Name: '/a/', Value: 'b', Type: 'String' }, 'ValidationException'],
    ['PutParameter', { Name: `/${'x'.repeat(970)}`, Value: 'b', Type: 'String' }, 'ValidationException'],
    [
      'PutParameter',
      { Name: '/a'.repeat(16), Value: 'b', Type: 'String' },
      'HierarchyLevelLimitExceededException',
    ],
    ['PutParameter', { Name: '/new', Value: 'b' }, 'ValidationException'],
    ['PutParameter', { Name: '/new', Value: '', Type: 'String' }, 'ValidationException'],
    ['PutParameter', { Name: '/new', Value: '{{ssm:a}}', Type: 'String' }, 'ValidationException'],
    ['PutParameter', { Name: '/new', Value: 'b', Type: 'Text' }, 'ValidationException'],
    ['PutParameter', { Name: '/new', Value: 'b'.repeat(4097), Type: 'String' }, 'ValidationException'],
    ['PutParameter', { Name: '/new', Value: 'ü'.repeat(2049), Type: 'String' }, 'ValidationException'],
    ['PutParameter', { Name: '/new', Value: 'b', Type: 'String', KeyId: 'alias/x' }, 'ValidationException'],
    ['PutParameter', { Name: '/new', Value: 'b', Type: 'String', Tier: 'Large' }, 'ValidationException'],
    [
      'PutParameter',
      { Name: '/new', Value: 'b', Type: 'String', DataType: 'aws:ec2:image' },
      'ValidationException',
    ],
    [
      'PutParameter',
      { Name: '/new', Value: 'b', Type: 'String', AllowedPattern: '\\d+' },
      'ParameterPatternMismatchException',
    ],
    [
      'PutParameter',
      { Name: '/new', Value: 'b', Type: 'String', AllowedPattern: '(' },
      'InvalidAllowedPatternException',
    ],
    [
      'PutParameter',
      { Name: '/shop/url', Value: 'b', Overwrite: true, Tags: [{ Key: 'a', Value: '' }] },
      'ValidationException',
    ],
    ['GetParametersByPath', { Path: '/shop', MaxResults: 11 }, 'ValidationException'],
    ['GetParametersByPath', { Path: 'shop' }, 'ValidationException'],
    ['GetParametersByPath', { Path: '/shop', NextToken: 'x' }, 'InvalidNextToken'],
    ['GetParameters', { Names: Array.from({ length: 11 }, (_, n) => `/p${n}`) }, 'ValidationException'],
  ])('refuses %s %j with %s', (name, input, code) => {
    expect(worldOf().refusal(name, input).code).toBe(code);
  });
});

describe('labels', () => {
  it('select a version, move, and send an event', () => {
    const { world, put, call, read } = worldOf();
    put({ Name: '/shop/url', Value: 'b', Overwrite: true });
    expect(call('LabelParameterVersion', { Name: '/shop/url', Labels: ['live', 'x'] })).toEqual({
      InvalidLabels: [],
      ParameterVersion: 2,
    });
    call('LabelParameterVersion', { Name: '/shop/url', ParameterVersion: 1, Labels: ['live'] });
    expect(read('/shop/url:live')).toMatchObject({ Value: 'a', Version: 1, Selector: ':live' });
    const history = list(call('GetParameterHistory', { Name: '/shop/url' }), 'Parameters');
    expect(history.map(({ Version, Labels }) => [Version, Labels])).toEqual([
      [1, ['live']],
      [2, ['x']],
    ]);
    expect(world.eventsOf('Parameter Store Change').at(-1)).toMatchObject({
      operation: 'LabelParameterVersion',
      name: '/shop/url',
    });
  });

  it('that are invalid are listed and not attached', () => {
    const { call, refusal } = worldOf();
    const Labels = ['1st', 'aws-x', 'SSMx', 'a b', 'fine'];
    expect(call('LabelParameterVersion', { Name: '/shop/url', Labels })).toMatchObject({
      InvalidLabels: ['1st', 'aws-x', 'SSMx', 'a b'],
    });
    expect(refusal('GetParameter', { Name: '/shop/url:1st' }).code).toBe('ParameterVersionNotFound');
  });

  it('are at most ten per version', () => {
    const { call, refusal } = worldOf();
    const labels = (prefix: string, length: number) => Array.from({ length }, (_, n) => `${prefix}${n}`);
    call('LabelParameterVersion', { Name: '/shop/url', Labels: labels('a', 10) });
    const more = { Name: '/shop/url', Labels: ['b'] };
    expect(refusal('LabelParameterVersion', more).code).toBe('ParameterVersionLabelLimitExceeded');
    const many = { Name: '/shop/url', Labels: labels('a', 11) };
    expect(refusal('LabelParameterVersion', many).code).toBe('ValidationException');
    const missing = { Name: '/shop/url', ParameterVersion: 7, Labels: ['b'] };
    expect(refusal('LabelParameterVersion', missing).code).toBe('ParameterVersionNotFound');
  });
});

describe('a SecureString', () => {
  it('is read in clear text with decryption, and as cipher text without', () => {
    const { put, read, call } = worldOf();
    put(secret);
    expect(read('/shop/key', { WithDecryption: true })['Value']).toBe('correct horse');
    expect(read('/shop/key')).toMatchObject({
      Type: 'SecureString',
      Value: expect.stringMatching(/^AQICAH[\w+/=]{60,}$/),
    });
    const history = (WithDecryption: boolean) =>
      list(call('GetParameterHistory', { Name: '/shop/key', WithDecryption }), 'Parameters')[0];
    expect(history(true)).toMatchObject({ Value: 'correct horse', KeyId: 'alias/aws/ssm' });
    expect(history(false)?.['Value']).not.toBe('correct horse');
  });

  it('does not reveal its value in any event, trace or message', () => {
    const { world, put, refusal } = worldOf();
    put(secret);
    put({ ...secret, Value: 'correct horse 2', Overwrite: true });
    const refusals = [
      { ...secret, Value: 'correct horse {{x}}', Name: '/other' },
      { ...secret, Value: `correct horse ${'x'.repeat(4096)}`, Name: '/other' },
      { ...secret, AllowedPattern: '\\d+', Name: '/other' },
      { ...secret, Overwrite: false },
      { ...secret, Name: '/other', KeyId: 'alias/none' },
    ].map((input) => refusal('PutParameter', input));
    expect(world.traces.filter((line) => line.includes('"***"'))).toHaveLength(2);
    const seen = JSON.stringify([world.traces, world.events, refusals]);
    expect(seen).toContain('/shop/key');
    expect(seen).not.toContain('correct horse');
  });

  it('gets the key of Systems Manager if an overwriting request names none', () => {
    const { put, call, world } = worldOf();
    world.keys.declareAlias('alias/mine', world.keys.declareKey());
    put({ ...secret, KeyId: 'alias/mine' });
    put({ ...secret, Overwrite: true });
    const keys = list(call('GetParameterHistory', { Name: '/shop/key' }), 'Parameters');
    expect(keys.map(({ KeyId }) => KeyId)).toEqual(['alias/mine', 'alias/aws/ssm']);
  });

  it('refuses a missing key, and one that is pending deletion', () => {
    const { put, refusal, world } = worldOf();
    expect(refusal('PutParameter', { ...secret, KeyId: 'alias/none' }).code).toBe('InvalidKeyId');
    const keyId = world.keys.declareKey();
    put({ ...secret, KeyId: keyId });
    world.keys.removeKey(keyId);
    expect(refusal('GetParameter', { Name: '/shop/key', WithDecryption: true }).code).toBe('InvalidKeyId');
    expect(refusal('PutParameter', { ...secret, Overwrite: true, KeyId: keyId }).code).toBe('InvalidKeyId');
  });

  it('cannot be created by a template', () => {
    const { world } = worldOf();
    const properties = { Name: '/s', Type: 'SecureString', Value: 'x' };
    expect(() => world.ssm.declareParameter(properties)).toThrow('received SecureString');
  });
});
