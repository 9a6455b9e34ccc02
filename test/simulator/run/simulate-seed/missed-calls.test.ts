import type { TraceLine } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../../simulator/run/simulate-seed.ts';
import { alarmNamed, type ChangedAssembly, copyAssembly } from '../../../changed-assembly.ts';

const rechecksMissed = 'Muster/Onboarding/RechecksMissed';
const sweepsMissed = 'Muster/Onboarding/SweepsMissed';

/**
 * Runs a changed assembly without faults. Returns the findings about calls and alarms, and the alarms that went off.
 */
async function run(assembly: ChangedAssembly) {
  const rang: string[] = [];
  const onLine = ({ kind, fields }: TraceLine) => {
    if (kind === 'cloudwatch.alarm' && fields['to'] === 'ALARM') rang.push(String(fields['alarm']));
  };
  const { violations } = await simulate({
    assemblyFolder: assembly.folder,
    seed: 1,
    launches: 10,
    faults: 'none',
    // What is broken for good never converges. An alarm goes off within two hours.
    secondsMax: 8 * 60 * 60,
    tellsHistories: false,
    onLine,
  });
  const told = violations.filter(({ promise }) => promise === 'NothingUnseen').map(({ what }) => what);
  return { rang, told: told.filter((what) => /alarm|rang|ring$/.test(what)) };
}

describe('the simulator, when every call of a scheduled function fails,', () => {
  it('sees its alarm, and reports no violation', async () => {
    const assembly = copyAssembly();
    assembly.breakFunction('recheck');
    expect(await run(assembly)).toEqual({ rang: [rechecksMissed], told: [] });
  });

  it('reports a missing alarm', async () => {
    const assembly = copyAssembly();
    assembly.breakFunction('sweep');
    assembly.change(alarmNamed(sweepsMissed), undefined);
    const { rang, told } = await run(assembly);
    expect(rang).toEqual([]);
    expect(told).toEqual([
      expect.stringMatching(/^no call of .* ended well for \d+ s, and there is no alarm on it$/),
    ]);
  });

  it('reports an alarm that counts failed calls as successful', async () => {
    const assembly = copyAssembly();
    assembly.breakFunction('recheck');
    assembly.change(alarmNamed(rechecksMissed), { Threshold: 0 });
    const { told } = await run(assembly);
    expect(told).toEqual([expect.stringMatching(/ended well for \d+ s, and Muster\/.* did not ring$/)]);
  });
});

it('the simulator finds an alarm that goes off although calls succeed', async () => {
  const assembly = copyAssembly();
  assembly.change(alarmNamed(sweepsMissed), { Threshold: 2 });
  const { told } = await run(assembly);
  expect(told[0]).toMatch(/^Muster\/Onboarding\/SweepsMissed rang \d+ s after a call of .* had ended well$/);
});

it('the simulator finds an alarm that does not end', async () => {
  const assembly = copyAssembly();
  const never = { Threshold: -1, TreatMissingData: 'breaching' };
  assembly.change(alarmNamed('Muster/Onboarding/LaunchesUnsettled'), never);
  const { told } = await run(assembly);
  expect(told).toEqual([
    expect.stringMatching(
      /^the alarm Muster\/Onboarding\/LaunchesUnsettled goes on although calls of .* succeed$/,
    ),
  ]);
});
