import { readAssembly, succeedingScript, updateStack } from 'local-cloud';
import { expect, it } from 'vitest';
import { isOnboarding } from '../../simulator/run/declared-resources.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { type Application, specOf, startApplication } from './application.ts';

const hourMinutes = 60;
const rare = { recheckMinutes: 30 }; // enough here, and quicker to run

/** What deploys the onboarding again, as another configuration synthesizes it. */
function deployerOf({ cloud, stacks }: Application): (folder: string) => Promise<void> {
  let stack = stacks.find(({ source }) => isOnboarding(source));
  return async (folder) => {
    const source = readAssembly(folder).find(isOnboarding);
    if (stack === undefined || source === undefined) throw new Error('There is no onboarding.');
    const outcome = await updateStack(cloud, stack, source);
    expect(outcome.status).toBe('UPDATE_COMPLETE');
    stack = outcome.stack;
  };
}

it('turned on, it reaches what rests already; turned off, it stops, and what was told is forgotten', async () => {
  const application = await startApplication(1, assemblyFolderWith(rare));
  const deploy = deployerOf(application);
  const script = { ...succeedingScript, exitCodes: [0, 35] as const };
  const [instance] = application.cloud.ec2.launch([specOf('debian12', { script })]);
  const entry = () => application.roster().get(instance?.id ?? '') ?? {};
  const commands = () => application.lines('ssm.command').length;
  await application.pass(2 * hourMinutes);
  expect([entry()['reason'], commands()]).toEqual(['Onboarded', 1]);
  await deploy(assemblyFolderWith({ ...rare, verification: { every: 'day' } }));
  await application.pass(28 * hourMinutes);
  expect(entry()).toMatchObject({ status: 'onboarded', reason: 'Drifted' });
  expect(commands()).toBe(2);
  await deploy(assemblyFolderWith(rare));
  await application.pass(2 * hourMinutes);
  expect(entry()).toMatchObject({ status: 'onboarded', reason: 'Onboarded' });
  expect(entry()).not.toHaveProperty('drift');
  expect(commands()).toBe(2);
}, 60_000);
