import { expect, it } from 'vitest';
import { enumValues } from '../../../src/core/wire/enum-values.ts';

it('an enumeration of the SDK has its values, and another name none', () => {
  expect(enumValues('ec2', 'InstanceType').has('t3.micro')).toBe(true);
  expect(enumValues('ec2', 'InstanceType').has('bogus.type')).toBe(false);
  expect([...enumValues('ec2', 'ShutdownBehavior')].sort()).toEqual(['stop', 'terminate']);
  expect(() => enumValues('ec2', 'Bogus')).toThrow('no enumeration Bogus');
});
