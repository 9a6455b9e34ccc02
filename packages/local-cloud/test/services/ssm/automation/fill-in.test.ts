import { describe, expect, it } from 'vitest';
import { fillIn } from '../../../../src/services/ssm/automation/fill-in.ts';

const values: Readonly<Record<string, unknown>> = { Id: 'i-1', Ids: ['i-1', 'i-2'], Count: 3 };
const lookUp = (name: string) => values[name];

describe('a reference', () => {
  it.each([
    ['{{ Id }}', 'i-1'],
    ['{{Count}}', 3],
    ['{{ Ids }}', ['i-1', 'i-2']],
    [
      ['{{ Ids }}', 'i-3'],
      ['i-1', 'i-2', 'i-3'],
    ],
    [{ Key: { deep: '{{ Count }}' } }, { Key: { deep: 3 } }],
    ['{{ Id }} of {{ Ids }}', 'i-1 of ["i-1","i-2"]'],
    ['{ Id }', '{ Id }'],
    [true, true],
  ])('in %j becomes its value', (value, filled) => {
    expect(fillIn(value, lookUp)).toEqual(filled);
  });

  it('to nothing becomes an empty text, and is told', () => {
    const missing: string[] = [];
    expect(fillIn('a{{ None }}b', lookUp, missing)).toBe('ab');
    expect(missing).toEqual(['None']);
  });
});
