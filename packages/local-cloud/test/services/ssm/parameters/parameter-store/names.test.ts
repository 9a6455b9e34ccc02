import { describe, expect, it } from 'vitest';
import { accountId } from '../../../../accounts.ts';
import { list, PretendWorld, record } from '../../../ec2/pretend-world.ts';

const arn = (name: string) => `arn:aws:ssm:eu-west-1:${accountId}:parameter${name}`;

function worldOf() {
  const world = new PretendWorld();
  const call = (name: string, input: object) => world.call(world.ssm, name, input);
  const read = (Name: string) => record(call('GetParameter', { Name }), 'Parameter');
  return {
    world,
    call,
    read,
    refusal: (name: string, input: object) => world.refusal(world.ssm, name, input),
  };
}

describe('a parameter at the root', () => {
  it('is one parameter with and without a slash, and is answered by the name that was asked for', () => {
    const { call, read, refusal } = worldOf();
    call('PutParameter', { Name: 'p', Type: 'String', Value: 'a' });
    expect(read('/p')).toMatchObject({ Name: '/p', Value: 'a', ARN: arn('/p') });
    expect(read('p')).toMatchObject({ Name: 'p', Value: 'a', ARN: arn('/p') });
    expect(refusal('PutParameter', { Name: '/p', Type: 'String', Value: 'b' }).code).toBe(
      'ParameterAlreadyExists',
    );
    expect(call('PutParameter', { Name: '/p', Value: 'b', Overwrite: true })).toMatchObject({ Version: 2 });
    expect(list(call('DescribeParameters', {}), 'Parameters').map(({ Name }) => Name)).toEqual(['p']);
    const tagged = { ResourceType: 'Parameter', ResourceId: '/p' };
    call('AddTagsToResource', { ...tagged, Tags: [{ Key: 'k', Value: 'v' }] });
    expect(list(call('ListTagsForResource', { ...tagged, ResourceId: 'p' }), 'TagList')).toHaveLength(1);
    call('DeleteParameter', { Name: '/p' });
    expect(refusal('GetParameter', { Name: 'p' }).code).toBe('ParameterNotFound');
  });

  it('is another parameter than one of the same name in a hierarchy', () => {
    const { call, refusal } = worldOf();
    call('PutParameter', { Name: '/a/p', Type: 'String', Value: 'a' });
    expect(refusal('GetParameter', { Name: 'p' }).code).toBe('ParameterNotFound');
    expect(refusal('GetParameter', { Name: '/p' }).code).toBe('ParameterNotFound');
  });
});

describe('the ARN of a parameter', () => {
  it.each([
    ['p', '/p'],
    ['/a/b', '/a/b'],
  ])('finds %s, with a version or a label too, in every reading call', (Name, path) => {
    const { call, read } = worldOf();
    call('PutParameter', { Name, Type: 'String', Value: 'a' });
    call('PutParameter', { Name, Value: 'b', Overwrite: true });
    call('LabelParameterVersion', { Name, ParameterVersion: 1, Labels: ['old'] });
    expect(read(arn(path))).toMatchObject({ Name, Value: 'b', ARN: arn(path) });
    expect(read(`${arn(path)}:1`)).toMatchObject({ Name, Value: 'a', Selector: ':1' });
    expect(read(`${arn(path)}:old`)).toMatchObject({ Name, Value: 'a' });
    const both = call('GetParameters', { Names: [arn(path), arn('/none')] });
    expect(both).toMatchObject({ Parameters: [{ Name }], InvalidParameters: [arn('/none')] });
    expect(list(call('GetParameterHistory', { Name: arn(path) }), 'Parameters')).toHaveLength(2);
  });

  it.each([
    `arn:aws:ssm:us-east-1:${accountId}:parameter/p`,
    'arn:aws:ssm:eu-west-1:999999999999:parameter/p',
    'arn:aws:s3:::parameter/p',
  ])('refuses one of elsewhere: %s', (Name) => {
    const { call, refusal } = worldOf();
    for (const name of ['p', 'arn']) call('PutParameter', { Name: name, Type: 'String', Value: 'a' });
    expect(refusal('GetParameter', { Name }).code).toBe('ParameterNotFound');
    expect(call('GetParameters', { Names: [Name] })).toMatchObject({ InvalidParameters: [Name] });
  });

  it('is the resource of the policy, without a version', () => {
    const { world } = worldOf();
    const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;
    const asked = world.ssm.operations.GetParameter.authorize({ Name: `${arn('/p')}:3` }, context);
    expect(asked).toEqual([{ action: 'ssm:GetParameter', resource: arn('/p') }]);
  });
});

describe('a name that no parameter can have', () => {
  it.each(['/a//b', 'a/b', '/a/', 'a b', '/ssm/x'])('refuses to be read: "%s"', (name) => {
    const { refusal } = worldOf();
    expect(refusal('GetParameter', { Name: name })).toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining('sub-paths divided by slash symbol'),
    });
    expect(refusal('GetParameters', { Names: [name] }).code).toBe('ValidationException');
  });

  it.each(['', 'x'.repeat(2049)])('refuses a name of the wrong length in every call', (Name) => {
    const { refusal } = worldOf();
    const input = { Name, Names: [Name], Labels: ['x'], Type: 'String', Value: 'x' };
    for (const call of [
      'GetParameter',
      'GetParameters',
      'GetParameterHistory',
      'DeleteParameter',
      'LabelParameterVersion',
      'PutParameter',
    ])
      expect(refusal(call, input).code, call).toBe('ValidationException');
  });

  it('refuses a long one at once', () => {
    const { refusal } = worldOf();
    const Name = `/${'a'.repeat(900)} `;
    expect(refusal('PutParameter', { Name, Type: 'String', Value: 'x' }).code).toBe('ValidationException');
  });

  it.each(['shop', '/a b', '/a//b'])('refuses to be a path: %s', (Path) => {
    expect(worldOf().refusal('GetParametersByPath', { Path }).code).toBe('ValidationException');
  });
});
