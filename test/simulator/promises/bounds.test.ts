import { readAssembly } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { boundsOf } from '../../../simulator/promises/bounds.ts';
import { type DeployedTimes, readTimes } from '../../../simulator/promises/deployed-times.ts';
import { isOnboarding } from '../../../simulator/run/declared-resources.ts';
import { assemblyFolder } from '../../synthesized.ts';

const stacks = readAssembly(assemblyFolder())
  .filter(isOnboarding)
  .map((source) => ({ source }));
const times = readTimes(stacks);
const boundsWith = (changes: Partial<DeployedTimes>) => boundsOf({ ...times, ...changes });
const launchesWith = (changes: Partial<DeployedTimes['launches']>) =>
  boundsWith({ launches: { ...times.launches, ...changes } });

describe('the bounds of the default settings', () => {
  it('are read from the templates', () => {
    expect(times).toMatchObject({
      launches: { delaySeconds: 180, batchingWindowSeconds: 180, visibilitySeconds: 900, receivesMax: 36 },
      outcomes: { delaySeconds: 60, batchingWindowSeconds: 120 },
      recheckPeriodSeconds: 300,
      sweepPeriodSeconds: 1200,
      lateStepSeconds: 900,
      attemptsMax: 3,
      executionSeconds: 3600,
    });
  });

  it('are those of the design, in seconds', () => {
    expect(boundsOf(times)).toMatchObject({
      promptSeconds: 420,
      earlySeconds: 420,
      earlyRegistrationSeconds: 1800,
      lateSeconds: 1240,
      sweptSeconds: 1720,
    });
  });
});

describe('a bound follows', () => {
  const before = boundsOf(times);

  it('the delay and the window of the launch queue', () => {
    expect(launchesWith({ delaySeconds: 900 }).promptSeconds).toBe(before.promptSeconds + 720);
    expect(launchesWith({ batchingWindowSeconds: 1 }).promptSeconds).toBe(before.promptSeconds - 179);
    expect(launchesWith({ delaySeconds: 0 }).sweptSeconds).toBe(before.sweptSeconds - 180);
  });

  it('the schedules', () => {
    const slow = boundsWith({ recheckPeriodSeconds: 3600 });
    expect(slow.earlySeconds).toBe(3700);
    expect(slow.lateSeconds).toBe(before.lateSeconds + 3300);
    expect(boundsWith({ sweepPeriodSeconds: 600 }).sweptSeconds).toBe(before.sweptSeconds - 480);
  });

  it('the look times: with a near horizon, the early time ends at the horizon', () => {
    expect(boundsWith({ horizonSeconds: 600 })).toMatchObject({
      earlyRegistrationSeconds: 600,
      horizonSeconds: 600,
    });
    expect(boundsWith({ lateStepSeconds: 60 }).lateSeconds).toBe(before.earlySeconds);
    const far = boundsWith({ horizonSeconds: 7200 + 86_400 });
    expect(far.settleSeconds).toBe(before.settleSeconds + 86_400);
    expect(far.convergenceSeconds).toBe(before.convergenceSeconds + 86_400);
  });

  it('how many agents the profile with the most has', () => {
    const three = boundsWith({
      agents: new Map([
        ['a', ['x']],
        ['b', ['x', 'y', 'z']],
      ]),
    });
    expect(before.nextAgentSeconds).toBe(240 + 400);
    expect(three.nextAgentSeconds).toBe(before.nextAgentSeconds);
    expect(three.endSeconds).toBe(3 * before.endSeconds + 2 * 400);
    expect(three.convergenceSeconds).toBeGreaterThan(
      before.convergenceSeconds + 2 * times.attemptsMax * 3600,
    );
    expect(three.promptSeconds).toBe(before.promptSeconds);
    expect(boundsWith({ agents: new Map([['a', ['x']]]) })).toEqual(before);
  });

  it('how many commands there may be', () => {
    const attempts = [1, 2, 10].map((attemptsMax) => boundsWith({ attemptsMax }).convergenceSeconds);
    expect(attempts).toEqual([...attempts].sort((one, other) => one - other));
    expect(before.convergenceSeconds).toBeGreaterThan(attempts[1] ?? 0);
  });
});
