import { describe, expect, it } from 'vitest';
import { list, PretendWorld } from '../../ec2/pretend-world.ts';

const parameters = [
  { Name: 'root', Type: 'String', Value: 'x', Tags: { team: 'a' } },
  { Name: '/shop/url', Type: 'String', Value: 'x' },
  { Name: '/shop/list', Type: 'StringList', Value: 'x,y' },
  { Name: '/shop/deep/url', Type: 'String', Value: 'x', Tier: 'Advanced' },
];

function worldOf() {
  const world = new PretendWorld();
  for (const parameter of parameters) world.ssm.declareParameter(parameter);
  world.call(world.ssm, 'LabelParameterVersion', { Name: '/shop/url', Labels: ['live'] });
  world.call(world.ssm, 'PutParameter', { Name: '/shop/key', Type: 'SecureString', Value: 'x' });
  return world;
}

function described(ParameterFilters: readonly object[]): unknown[] {
  const world = worldOf();
  const answer = world.call(world.ssm, 'DescribeParameters', { ParameterFilters });
  return list(answer, 'Parameters').map(({ Name }) => Name);
}

function refused(operation: string, ParameterFilters: readonly object[]) {
  const world = worldOf();
  return world.refusal(world.ssm, operation, { Path: '/', ParameterFilters });
}

describe('the filters of DescribeParameters', () => {
  it.each([
    [{ Key: 'Name', Values: ['/root'] }, ['root']],
    [{ Key: 'Name', Values: ['root', '/shop/url'] }, ['/shop/url', 'root']],
    [{ Key: 'Name', Option: 'BeginsWith', Values: ['ro'] }, ['root']],
    [{ Key: 'Name', Option: 'BeginsWith', Values: ['/shop/de'] }, ['/shop/deep/url']],
    [{ Key: 'Name', Option: 'Contains', Values: ['p/u'] }, ['/shop/deep/url', '/shop/url']],
    [{ Key: 'Type', Values: ['StringList'] }, ['/shop/list']],
    [{ Key: 'KeyId', Values: ['alias/aws/ssm'] }, ['/shop/key']],
    [{ Key: 'Tier', Values: ['Advanced'] }, ['/shop/deep/url']],
    [{ Key: 'Path', Values: ['/'] }, ['root']],
    [{ Key: 'Path', Option: 'Recursive', Values: ['/shop/deep'] }, ['/shop/deep/url']],
    [{ Key: 'Path', Values: ['/shop/'] }, ['/shop/key', '/shop/list', '/shop/url']],
    [{ Key: 'tag:team', Values: ['a', 'b'] }, ['root']],
    [{ Key: 'tag:team' }, ['root']],
    [{ Key: 'tag:team', Option: 'BeginsWith', Values: ['b'] }, []],
    [{ Key: 'DataType', Values: ['aws:ec2:image'] }, []],
  ])('find by %j', (filter, names) => {
    expect(described([filter])).toEqual(names);
  });

  it('must all match', () => {
    const type = { Key: 'Type', Values: ['String'] };
    expect(described([type, { Key: 'Path', Values: ['/shop'] }])).toEqual(['/shop/url']);
  });

  it.each([
    [
      'InvalidFilterKey',
      [
        { Key: 'Type', Values: ['String'] },
        { Key: 'Type', Values: ['String'] },
      ],
    ],
    ['InvalidFilterKey', [{ Key: 'Label', Values: ['live'] }]],
    ['InvalidFilterValue', [{ Key: 'Name' }]],
    ['InvalidFilterOption', [{ Key: 'Type', Values: ['Text'] }]],
    ['InvalidFilterOption', [{ Key: 'Tier', Values: ['Gold'] }]],
    ['InvalidFilterOption', [{ Key: 'Name', Option: 'Recursive', Values: ['x'] }]],
    ['InvalidFilterOption', [{ Key: 'Path', Option: 'Equals', Values: ['/x'] }]],
    ['ValidationException', [{ Key: 'constructor', Values: ['x'] }]],
    ['ValidationException', [{ Key: 'Name', Values: Array.from({ length: 51 }, String) }]],
    ['ValidationException', [{ Key: 'Path', Values: ['shop'] }]],
    ['ValidationException', [{ Key: 'Path', Values: ['/aws/service'] }]],
  ])('refuses with %s: %j', (code, filters) => {
    expect(refused('DescribeParameters', filters)).toMatchObject({ code });
  });
});

describe('the filters of GetParametersByPath', () => {
  it('find by type and by label', () => {
    const world = worldOf();
    const found = (filter: object) => {
      const pages = Array.from({ length: 5 }, () =>
        world.call(world.ssm, 'GetParametersByPath', { Path: '/shop', ParameterFilters: [filter] }),
      );
      return [...new Set(pages.flatMap((page) => list(page, 'Parameters').map(({ Name }) => Name)))];
    };
    expect(found({ Key: 'Label', Values: ['live'] })).toEqual(['/shop/url']);
    expect(found({ Key: 'Type', Option: 'BeginsWith', Values: ['StringList'] })).toEqual(['/shop/list']);
  });

  it.each(['Name', 'Path', 'Tier', 'DataType', 'tag:team'])('refuses the key %s', (Key) => {
    expect(refused('GetParametersByPath', [{ Key, Values: ['x'] }])).toMatchObject({
      code: 'InvalidFilterKey',
    });
  });
});
