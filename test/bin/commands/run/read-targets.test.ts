import { describe, expect, it } from 'vitest';
import { readNamed, readSelection } from '../../../../bin/commands/run/read-targets.ts';

const id = 'i-0123456789abcdef0';

// What the AWS CLI 1.45.11 makes of these (awscli.shorthand, with the model of SendCommand).
it.each([
  ['Key=tag:Name,Values=a,b', 'Name', ['a', 'b']],
  ['Key=tag:Name,Values=a', 'Name', ['a']],
  ['Key=tag:Name,Values="a b","c,d"', 'Name', ['a b', 'c,d']],
  ["Key=tag:Name,Values='a,b',c", 'Name', ['a,b', 'c']],
  ['Key=tag:Name,Values=[a,b]', 'Name', ['a', 'b']],
  ['Key=tag:Name,Values=["a,b",c]', 'Name', ['a,b', 'c']],
  ['Key=tag:Name,Values=a=b', 'Name', ['a=b']],
  ['Key=tag:Name,Values=a\\,b', 'Name', ['a,b']],
  ['Values=a,b,Key=tag:X', 'X', ['a', 'b']],
  ['Key="tag:a,b",Values=x', 'a,b', ['x']],
  ['Key=tag:a=b,Values=c', 'a=b', ['c']],
  ['Key=tag:Name, Values=a, b', 'Name', ['a', 'b']],
  ['Key=tag:Name,Values="a\\"b"', 'Name', ['a"b']],
  ['Key=tag:Name,Values=a b,ä', 'Name', ['a b', 'ä']],
  ['Key=tag:Name,Values=', 'Name', ['']],
  ['Key=tag-key,Values=x', undefined, ['x']],
  ['[{"Key":"tag:Name","Values":["a,b"]}]', 'Name', ['a,b']],
  ['{"Key":"tag:Name","Values":["a"]}', 'Name', ['a']],
])('reads %s as the AWS CLI does', (text, tagKey, values) => {
  expect(readSelection([], [text])).toEqual({ instanceIds: [], conditions: [{ tagKey, values }] });
});

it('reads several targets, and ids in both forms, each once', () => {
  expect(readSelection([], ['Key=tag:a,Values=1', 'Key=tag:b,Values=2']).conditions).toHaveLength(2);
  const mi = 'mi-0123456789abcdef0';
  expect(readSelection([id], [`Key=instanceids,Values=${mi},${id}`])).toEqual({
    instanceIds: [id, mi],
    conditions: [],
  });
});

describe('refuses', () => {
  it.each([
    [[], 'no node is named'],
    [['Key=tag:Name'], 'Values is missing'],
    [['Key=tag:,Values=a'], '--targets tag:: allowed is'],
    [['Name=tag:x,Values=1'], 'allowed is Key=tag:Name'],
    [['Key=tag:Name,Values=a,b=c'], 'allowed is Key=tag:Name'],
    [['Key=InstanceIds,Values=web-1'], 'web-1: allowed is the id of an instance'],
    [['[{"Key":"tag:Name","Values":"a"}]'], 'allowed is [{"Key"'],
    [['[{'], 'this is no JSON'],
    [['Key=InstanceIds,Values=i-01234567', 'Key=tag:a,Values=b'], 'not by both'],
  ])('refuses %j', (targets, line) => {
    expect(() => readSelection([], targets)).toThrow(line);
  });
});

it('reads a group by its flag, or as the AWS CLI has it', () => {
  expect(readNamed([], [], 'web')).toEqual({ group: 'web' });
  expect(readNamed([], ['Key=resource-groups:Name,Values=Muster-web'], undefined)).toEqual({
    group: 'Muster-web',
  });
  expect(readNamed([id], [], undefined)).toEqual({ instanceIds: [id], conditions: [] });
});

it.each([
  [[id], [], 'web'],
  [[], ['Key=tag:a,Values=b'], 'web'],
  [[], ['Key=resource-groups:Name,Values=a,b'], undefined],
  [[], ['Key=resource-groups:Name,Values=a', 'Key=tag:a,Values=b'], undefined],
])('refuses a group beside something else: %j %j %s', (ids, targets, group) => {
  expect(() => readNamed(ids, targets, group)).toThrow('name nodes by one group, ');
});
