import { describe, expect, it } from 'vitest';
import type { ParameterVersion } from '../../../../bin/commands/parameters/parameter-versions.ts';
import {
  checkLabels,
  chooseVersion,
  parseReference,
} from '../../../../bin/commands/parameters/parameters-reference.ts';

describe('a reference', () => {
  it.each([
    ['/a/b', { name: '/a/b' }],
    ['/a/b:3', { name: '/a/b', selector: '3' }],
    ['/a.b/c-d_e:pro.d-1', { name: '/a.b/c-d_e', selector: 'pro.d-1' }],
  ])('%s is a name and a version', (text, reference) => {
    expect(parseReference(text)).toEqual(reference);
  });

  it('without a name refers to the parameter before it', () => {
    expect(parseReference(':production', '/a/b')).toEqual({ name: '/a/b', selector: 'production' });
  });

  it.each(['', 'a/b', '/', '/a/', '/a//b', '/a:', '/a:b:c', ':1', '/a b'])('refuses "%s"', (text) => {
    expect(() => parseReference(text)).toThrow('allowed is a name such as /a/b');
  });
});

describe('a version', () => {
  const fields = { type: 'String', changedAt: '', changedBy: '', description: '', tier: '' };
  const version = (number: number, labels: string[]): ParameterVersion => ({
    ...fields,
    ...{ name: '/a', version: number, labels, allowedPattern: '', policies: '', dataType: 'text' },
  });
  const history = [version(2, []), version(3, ['test', 'prod']), version(4, [])];

  it.each([
    ['/a', 4],
    ['/a:2', 2],
    ['/a:test', 3],
    ['/a:prod', 3],
  ])('%s is number %d', (text, number) => {
    expect(chooseVersion(parseReference(text), history).version).toBe(number);
  });

  it('refuses a version that is not kept, and lists those that are', () => {
    expect(() => chooseVersion(parseReference('/a:1'), history)).toThrow(
      '/a:1: there is no such version; allowed: 2, 3 or test or prod, 4',
    );
    expect(() => chooseVersion(parseReference('/a:1'), [])).toThrow('/a: there is no such parameter');
  });
});

describe('labels', () => {
  it('have the form that Parameter Store accepts', () => {
    checkLabels(['production', '_x', '.y', '-z', 'a'.repeat(100), 'Prod.1-2_3']);
  });

  it.each(['1st', 'aws', 'AWS-x', 'ssm', 'SsmX', 'a b', 'a/b', 'ü', '', 'a'.repeat(101)])(
    'refuses "%s"',
    (label) => {
      expect(() => checkLabels([label])).toThrow('not beginning with a digit, aws or ssm');
    },
  );

  it('refuses eleven', () => {
    expect(() => checkLabels(Array.from({ length: 11 }, (_, index) => `l${index}`))).toThrow(
      '11 labels: allowed are at most 10 for a version',
    );
  });
});
