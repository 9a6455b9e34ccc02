import { expect, it } from 'vitest';
import { findMismatch } from '../../../../bin/commands/rollout/earlier-for-launches.ts';

const profile = (parameters: Record<string, string[]>) => ({
  ...{ name: 'web', tags: {} },
  documents: { Linux: { document: 'A', parameters } },
});
const agents = { falcon: { Linux: 'A' } };
const taken = [{ Name: 'Url' }, { Name: 'Operation', DefaultValue: 'Install' }];

it('a version takes what the profiles send when it has each parameter, and needs no other', () => {
  const profiles = [profile({ Url: ['x'] }), profile({ Url: ['y'], Operation: ['Install'] })];
  expect(findMismatch('A', taken, { profiles, agents: {} })).toBeUndefined();
  expect(findMismatch('B', taken, { profiles: [profile({})], agents: {} })).toBeUndefined();
});

it.each([
  [profile({ Url: ['x'], Token: ['y'] }), 'has no parameter Token, which profile web sends'],
  [profile({}), 'needs Url, which profile web does not send'],
  [{ name: 'agents', tags: {}, agents: ['falcon'] }, 'needs Url, which profile agents does not send'],
])('refuses a version for %j', (one, message) => {
  expect(findMismatch('A', taken, { profiles: [one], agents })).toBe(message);
});
