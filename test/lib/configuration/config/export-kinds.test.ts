import { expect, it } from 'vitest';
import { overrideConfig } from '../../../../lib/configuration/config.ts';
import { problemsOf } from '../config-problems.ts';

it.each([
  ['null', null],
  ['nothing', undefined],
  ['a list', []],
  ['a function', () => ({})],
  ['a Promise', Promise.resolve({})],
  ['a Map', new Map()],
  ['"text"', 'text'],
  ['5', 5],
])('refuses %s as the configuration, in one line and without what follows from it', (kind, input) => {
  const line = `the configuration: received ${kind}; allowed: export default defineConfig({ ... }), with an object`;
  // A check that would find more, such as a document without its values.
  expect(problemsOf(input, () => ['more'])).toEqual([line]);
});

it('accepts an object of another realm or without a prototype', () => {
  expect(problemsOf(Object.create(null))).toEqual([]);
  expect(problemsOf(structuredClone({ launchDelaySeconds: 10 }))).toEqual([]);
});

it('is refused as it is, whatever fields the command line replaces', () => {
  // @ts-expect-error a configuration in JavaScript has no types
  expect(overrideConfig(null, '{"launchDelaySeconds": 1}')).toBeNull();
});
