import { expect, it } from 'vitest';
import { parseSingleton } from '../../../lambdas/singletons/parse-singleton.ts';

const given = {
  ...{ Kind: 'service-setting', Title: 'It', Name: '/ssm/it', Value: 'x', Record: '/record' },
  ...{ IsOwn: 'true', OnForeign: 'use' },
};

it('the properties are read, with booleans as CloudFormation writes them', () => {
  expect(parseSingleton({ ...given, ServiceToken: 'arn' })).toEqual({
    ...{ kind: 'service-setting', title: 'It', name: '/ssm/it', value: 'x', recordName: '/record' },
    ...{ isOwn: true, onForeign: 'use' },
  });
});

it.each([
  [{ ...given, IsOwn: 'yes' }, 'IsOwn'],
  [{ ...given, Record: 'record' }, 'Record'],
  [{ ...given, Kind: 'another' }, 'Kind'],
  [{ ...given, Value: '' }, 'Value'],
])('refuses %j', (properties, name) => {
  expect(parseSingleton(properties)).toBe(`missing or malformed: ${name}`);
});
