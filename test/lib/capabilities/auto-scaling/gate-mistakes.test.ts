import { expect, it } from 'vitest';
import { findGateMistakes } from '../../../../lib/capabilities/auto-scaling/gate-mistakes.ts';
import { problemsOf } from '../../configuration/config-problems.ts';
import { autoScalingExample } from './example.ts';

const otherwise = 'CONTINUE';
const problems = (gate: object, more: object = {}) =>
  problemsOf({ ...more, autoScaling: { groups: { web: { otherwise, ...gate } } } }, findGateMistakes);

it('finds no mistake in its example', () => {
  expect(problemsOf({ autoScaling: autoScalingExample }, findGateMistakes)).toEqual([]);
});

it('refuses a hold that ends before an instance can be onboarded', () => {
  const refused = (seconds: number, least: number) => [
    `autoScaling.groups.web.holdSecondsMax: received ${seconds}; allowed: more than ${least}: a launch takes so long, and the time that its documents run`,
  ];
  expect(problems({ holdSecondsMax: 900 })).toEqual(refused(900, 900));
  expect(problems({ holdSecondsMax: 901 })).toEqual([]);
  expect(problems({}, { launchDelaySeconds: 900, recheckMinutes: 60 })).toEqual(refused(3600, 4920));
});

it('refuses a time-out of the hook that is longer than the hold', () => {
  expect(problems({ holdSecondsMax: 1800, heartbeatSeconds: 1801 })).toEqual([
    'autoScaling.groups.web.heartbeatSeconds: received 1801; allowed: at most 1800, which is holdSecondsMax',
  ]);
});

it('refuses a hold that Auto Scaling would end', () => {
  expect(problems({ holdSecondsMax: 60_001, heartbeatSeconds: 600 })).toEqual([
    'autoScaling.groups.web.holdSecondsMax: received 60001; allowed: at most 60000: Auto Scaling holds nothing for longer than 100 times heartbeatSeconds',
  ]);
  expect(problems({ holdSecondsMax: 172_800 })).toEqual([]);
});
