import { expect, it } from 'vitest';
import { launchSecondsMax } from '../../../../lib/capabilities/onboarding/launch-times.ts';
import { type MusterConfig, readConfig } from '../../../../lib/configuration/config.ts';
import { falcon } from './agents/falcon.ts';

const seconds = (config: MusterConfig) => {
  const [deployment] = readConfig(config);
  if (deployment === undefined) throw new Error('one deployment');
  return launchSecondsMax(deployment.settings);
};

it('a launch takes its delay, its batch, a recheck and the reading of the result', () => {
  expect(seconds({})).toBe(180 + 180 + 300 + 180);
  expect(seconds({ launchDelaySeconds: 0, batchingWindowSeconds: 1, recheckMinutes: 1 })).toBe(1 + 60 + 180);
});

it('a launch takes longer with every agent of the longest profile', () => {
  const agents = { one: falcon, two: falcon, three: falcon };
  const few = { name: 'few', agents: ['one'] };
  expect(seconds({ agents, profiles: [few, { name: 'all' }] })).toBe(360 + 3 * 480);
  expect(seconds({ agents, profiles: [few] })).toBe(360 + 480);
});
