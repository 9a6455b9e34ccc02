import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { simulate } from '../../simulator/run/simulate-seed.ts';
import { synthesize } from '../synthesized.ts';
import { specOf, startApplication } from './application.ts';
import { projectWithEnding } from './project-with-ending.ts';

const project = projectWithEnding();
const folder = join(project.folder, 'cdk.out');
const settings = {
  profiles: [{ name: 'default', documents: { Linux: { document: 'Ending' } } }],
  horizonMinutes: 30,
};
synthesize(folder, project.folder, { 'muster:settings': JSON.stringify(settings) });
afterAll(() => project.remove());

describe('a document that needs a newer SSM agent than the instance has', () => {
  it('is not sent, which is the reason, until the agent is updated', async () => {
    const application = await startApplication(1, folder);
    const { cloud } = application;
    const specs = ['2.3.1319.0', '3.0.502.0'].map((agentVersion) => specOf('debian12', { agentVersion }));
    const [old, current] = cloud.ec2.launch(specs);
    const entryOf = (instance = old) => application.roster().get(instance?.id ?? '');
    await application.pass(20);
    expect(entryOf()).toMatchObject({ status: 'waiting', reason: 'AgentTooOld' });
    expect(entryOf(current)).toMatchObject({ status: 'onboarded' });
    await application.pass(45);
    expect(entryOf()).toMatchObject({
      status: 'unmanaged',
      reason: 'AgentTooOld',
      causeDetail: 'the SSM agent 2.3.1319.0 is older than 3.0.502.0',
    });
    // What AWS-UpdateSSMAgent does.
    Object.assign(old?.spec ?? {}, { agentVersion: '3.3.4177.0' });
    await application.pass(30);
    expect(entryOf()).toMatchObject({ status: 'onboarded' });
  });

  it('is none of ours: they are sent to the oldest agent', async () => {
    const application = await startApplication();
    const [old] = application.cloud.ec2.launch([specOf('debian12', { agentVersion: '2.2.103.0' })]);
    await application.pass(20);
    expect(application.roster().get(old?.id ?? '')).toMatchObject({ status: 'onboarded' });
  });

  it('breaks no promise, with faults and without', async () => {
    for (const faults of [['agent-old'], 'default'] as const) {
      const { violations } = await simulate({ assemblyFolder: folder, seed: 2, launches: 30, faults });
      expect(violations.map(({ promise, what }) => `${promise}: ${what}`)).toEqual([]);
    }
  });
});
