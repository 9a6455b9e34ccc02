import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { simulate } from '../../simulator/run/simulate-seed.ts';
import { Project } from '../bin/project.ts';
import { synthesize } from '../synthesized.ts';
import { specOf, startApplication } from './application.ts';

/** A document of a user. Its first step ends it, which an old SSM agent does not understand. */
const ending = `schemaVersion: '2.2'
description: Ends before its second step.
mainSteps:
  - action: aws:runShellScript
    name: First
    precondition: { StringEquals: [platformType, Linux] }
    inputs:
      onFailure: exit
      timeoutSeconds: '60'
      runCommand: ['true']
`;

const project = new Project();
project.linkBuild();
rmSync(join(project.folder, 'documents'));
cpSync(resolve('documents'), join(project.folder, 'documents'), { recursive: true });
writeFileSync(join(project.folder, 'documents', 'command', 'ending.yaml'), ending);
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
