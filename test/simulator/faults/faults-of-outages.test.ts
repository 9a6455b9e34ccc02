import { expect, it } from 'vitest';
import { findFeed, recordOf } from '../../../simulator/run/declared-resources.ts';
import { simulate } from '../../../simulator/run/simulate-seed.ts';
import { type Choice, copyAssembly } from '../../changed-assembly.ts';
import { assemblyFolder } from '../../synthesized.ts';

/** A seed whose outage begins during the launches and is as long as it may be: six hours. */
const run = { seed: 4, launches: 40, faults: ['outage'] } as const;

it('an outage of six hours needs nobody: it rings, the alarms end by themselves, and every instance is accounted', async () => {
  const states = new Map<string, string[]>();
  let hours = 0;
  const verdict = await simulate({
    ...run,
    assemblyFolder: assemblyFolder(),
    onLine: ({ kind, fields }) => {
      const { alarm, to, fromMs, untilMs } = fields;
      if (kind === 'fault') hours = (Number(untilMs) - Number(fromMs)) / 3_600_000;
      if (kind === 'cloudwatch.alarm')
        states.set(String(alarm), [...(states.get(String(alarm)) ?? []), String(to)]);
    },
  });
  expect(hours).toBe(6);
  expect(verdict.violations).toEqual([]);
  for (const name of ['RechecksMissed', 'SweepsMissed', 'LaunchesUnsettled'])
    expect(states.get(`Muster/Onboarding/${name}`)?.slice(-2), name).toEqual(['ALARM', 'OK']);
  const rang = [...states].filter(([, all]) => all.includes('ALARM')).map(([name]) => name);
  expect(rang.filter((name) => name.endsWith('DeadLettered'))).toEqual([]);
});

it('the simulator finds launches that become dead letters in an outage', async () => {
  const assembly = copyAssembly();
  const launchQueue: Choice = (declared) => findFeed(declared, 'onboard').queue;
  assembly.change(launchQueue, ({ RedrivePolicy }) => ({
    RedrivePolicy: { ...recordOf(RedrivePolicy), maxReceiveCount: 5 },
  }));
  const { violations } = await simulate({
    ...run,
    assemblyFolder: assembly.folder,
    tellsHistories: false,
  });
  expect(violations.map(({ promise, what }) => `${promise}: ${what}`)).toContainEqual(
    expect.stringMatching(/^NothingUnseen: 0 messages were malformed, and \d+ became dead letters$/),
  );
});
