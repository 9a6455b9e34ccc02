import { describe, expect, it } from 'vitest';
import { exampleFleet } from '../../simulator/fleet/example-fleet.ts';
import { startMs } from '../../simulator/run/deploy-application.ts';
import { runWorkload } from '../../simulator/run/run-workload.ts';
import { copyAssembly, scheduleOf } from '../changed-assembly.ts';
import { type Application, startApplication } from './application.ts';

const rechecksMissed = 'Muster/Onboarding/RechecksMissed';
const sweepsMissed = 'Muster/Onboarding/SweepsMissed';

/** The alarms that went off, each with the minute of the run. */
function rings(application: Application): [name: string, minute: number][] {
  return application
    .lines('cloudwatch.alarm')
    .filter(({ fields }) => fields['to'] === 'ALARM')
    .map(({ atMs, fields }) => [String(fields['alarm']), (atMs - startMs) / 60_000]);
}

const stateOf = ({ cloud }: Application, name: string) =>
  cloud.observations.cloudwatch.alarmStates().get(name);

/** Takes a permission away from a role for so many minutes. */
async function denyFor(minutes: number, application: Application, role: string, Action: string) {
  const { access } = application.cloud;
  const Statement = [{ Effect: 'Deny', Action, Resource: '*' }];
  access.attachToRole(role, 'taken away', { Version: '2012-10-17', Statement });
  await application.pass(minutes);
  access.detachFromRole(role, 'taken away');
}

describe('the alarms on scheduled functions', () => {
  it('are all OK at the end of the example run, and none has gone off', async () => {
    const application = await startApplication();
    await runWorkload(application, exampleFleet({ launches: 20, seed: 1, place: application.cloud }));
    const states = application.cloud.observations.cloudwatch.alarmStates();
    expect([...states.keys()]).toEqual(expect.arrayContaining([rechecksMissed, sweepsMissed]));
    expect(new Set(states.values())).toEqual(new Set(['OK']));
    expect(rings(application)).toEqual([]);
  });

  it('leave alone what the next call makes good: two rechecks in a row that fail, or one sweep', async () => {
    const application = await startApplication();
    await application.pass(62);
    await denyFor(10, application, application.recheckRoleArn, 'dynamodb:Query');
    await denyFor(15, application, application.sweepRoleArn, 'dynamodb:Scan');
    await application.pass(120);
    const failed = application.lines('lambda.end').filter(({ fields }) => fields['end'] !== 'ok');
    expect(failed.length).toBeGreaterThan(5);
    expect(rings(application)).toEqual([]);
  });

  it.each([
    [rechecksMissed, 'dynamodb:Query', 20, 36, ({ recheckRoleArn }: Application) => recheckRoleArn],
    [sweepsMissed, 'ec2:DescribeInstanceStatus', 50, 71, ({ sweepRoleArn }: Application) => sweepRoleArn],
  ])(
    '%s goes off once when every call fails, is heard, and is over with the next that ends well',
    async (name, action, soonest, latest, roleOf) => {
      const application = await startApplication();
      await application.pass(4);
      await denyFor(180, application, roleOf(application), action);
      expect(rings(application)).toEqual([[name, expect.any(Number)]]);
      const minutes = (rings(application)[0]?.[1] ?? 0) - 4;
      expect(minutes).toBeGreaterThan(soonest - 5);
      expect(minutes).toBeLessThan(latest);
      expect(application.cloud.sns.published.map(({ subject }) => subject)).toEqual([`ALARM: ${name}`]);
      expect(stateOf(application, name)).toBe('ALARM');
      await application.pass(35);
      expect(stateOf(application, name)).toBe('OK');
    },
  );

  it.each([
    [rechecksMissed, 'recheck', 30, 42],
    [sweepsMissed, 'sweep', 70, 92],
  ])('%s goes off when its schedule calls no more', async (name, purpose, soonest, latest) => {
    const application = await startApplication();
    await application.pass(62);
    const silenced = application.scheduleName(purpose);
    application.cloud.faults = { scheduleTransit: ({ name: due }) => (due === silenced ? [] : undefined) };
    await application.pass(latest);
    expect(rings(application)).toEqual([[name, expect.any(Number)]]);
    expect(rings(application)[0]?.[1]).toBeGreaterThan(62 + soonest - 30);
  });

  it.each([
    [rechecksMissed, 'recheck'],
    [sweepsMissed, 'sweep'],
  ])('%s goes off when its schedule is disabled in the template', async (name, purpose) => {
    const { folder, change } = copyAssembly();
    change(scheduleOf(purpose), { State: 'DISABLED' });
    const application = await startApplication(1, folder);
    await application.pass(120);
    expect(rings(application).map(([ringing]) => ringing)).toEqual([name]);
    expect(stateOf(application, name)).toBe('ALARM');
  });

  it('go off when the function cannot even be loaded', async () => {
    const { folder, breakFunction } = copyAssembly();
    breakFunction('recheck');
    const application = await startApplication(1, folder);
    await application.pass(60);
    expect(rings(application).map(([ringing]) => ringing)).toEqual([rechecksMissed]);
  });
});
