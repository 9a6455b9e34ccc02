import type { HybridMachine, MachineSpec } from 'local-cloud';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../lambdas/shared/clients/system-clock.ts';
import { serveApplication } from '../bin/account/served-application.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { specOf } from './application.ts';
import { readLine } from './registration-line.ts';

const agent = (name: string) => ({
  linux: {
    packageName: name,
    version: '1.0.0',
    service: name,
    packages: { 'deb/x86_64': `https://packages.example.com/${name}_amd64.deb#${'0'.repeat(64)}` },
  },
});
const settings = {
  agents: { base: agent('base'), web: agent('web') },
  profiles: [
    { name: 'web', tags: { role: 'web' }, agents: ['base', 'web'] },
    { name: 'plain', tags: { role: '*' }, agents: ['base'] },
  ],
  hybrid: {
    activations: { office: { limit: 3, expiresAfterHours: 48, tags: { role: 'plain', site: 'berlin' } } },
  },
};
const served = serveApplication(() => assemblyFolderWith(settings), ['hybrid']);

beforeEach(() => {
  vi.spyOn(systemClock, 'now').mockImplementation(() => served().cloud.timeline.nowMs);
});
afterEach(() => vi.restoreAllMocks());

/** Runs the line that the command printed on a machine. */
function register(line: string, changes: Partial<MachineSpec> = {}): HybridMachine {
  const { platform, architecture, agentVersion, registration, script } = specOf('debian12');
  const spec = { platform, architecture, agentVersion, registration, script, ...changes };
  const machine = { spec, computerName: 'berlin-1.example.com', ipAddress: '192.0.2.1' };
  return served().cloud.ssm.machines.register(machine, readLine(line));
}

async function activate(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await served().musterAs('activate', 'activate', ...args, '--json');
  expect([status, stderr]).toEqual([0, '']);
  const answer: unknown = JSON.parse(stdout);
  return String(Object(answer)['linux']);
}

const entryOf = ({ id }: HybridMachine) => served().roster().get(id);
const commandsFor = ({ id }: HybridMachine) =>
  served()
    .lines('ssm.command')
    .filter(({ fields }) => String(fields['instances']).includes(id))
    .map(({ fields }) => fields['document']);
const administrator = () => served().cloud.administrator();

describe('a machine outside EC2', () => {
  it('is activated by the line of the command, onboarded by its profile, told, and gone when it is deregistered', async () => {
    const { cloud, pass, muster } = served();
    const node = register(await activate('office'));
    await pass(45);
    expect(entryOf(node)).toMatchObject({
      ...{ status: 'onboarded', profile: 'plain', source: 'hybrid:office', platform: 'Debian GNU/Linux' },
    });
    expect(commandsFor(node)).toEqual(['Muster-Agent-base-Linux:1']);
    const told = await muster('explain', node.id);
    expect([told.status, told.stdout]).toEqual([0, expect.stringContaining('onboarded')]);
    cloud.ssm.operations.DeregisterManagedInstance.run({ InstanceId: node.id }, administrator());
    await pass(75);
    expect(entryOf(node)).toMatchObject({ status: 'gone', reason: 'Deregistered' });
    expect(commandsFor(node)).toHaveLength(1);
  });

  it('gets nothing twice when it is switched off and on, and is decided anew when its tags change', async () => {
    const { cloud, pass } = served();
    const node = register(await activate('office', '--limit', '1'));
    await pass(45);
    cloud.ssm.machines.stop(node);
    await pass(60);
    cloud.ssm.machines.start(node);
    await pass(60);
    expect(entryOf(node)).toMatchObject({ status: 'onboarded' });
    expect(commandsFor(node)).toHaveLength(1);
    const Tags = [{ Key: 'role', Value: 'web' }];
    const name = { ResourceType: 'ManagedInstance', ResourceId: node.id } as const;
    cloud.ssm.operations.AddTagsToResource.run({ ...name, Tags }, administrator());
    await pass(20);
    expect(entryOf(node)).toMatchObject({ status: 'onboarded', profile: 'web' });
    expect(commandsFor(node)).toEqual(['Muster-Agent-base-Linux:1', 'Muster-Agent-web-Linux:1']);
  });

  it('whose agent falls silent before it is onboarded is unmanaged, with the cause, until it answers', async () => {
    const { cloud, pass } = served();
    const silent = { agentSilentAfterSeconds: 0 };
    const node = register(await activate('office', '--limit', '1'), { lifecycle: silent });
    cloud.ssm.machines.stop(node);
    cloud.ssm.machines.start(node);
    await pass(200);
    expect(entryOf(node)).toMatchObject({ status: 'unmanaged', reason: 'ConnectionLost' });
    expect(entryOf(node)?.['notLookedAt']).toContain('the credentials');
    Object.assign(node.spec, { lifecycle: {} });
    cloud.ssm.machines.start(node);
    await pass(45);
    expect(entryOf(node)).toMatchObject({ status: 'onboarded' });
  });

  it('of an activation of others has no entry and gets nothing, until a person asks', async () => {
    const { cloud, pass, muster } = served();
    const trust = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ssm.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    const { directory } = cloud.iam;
    const roleName = 'ecsAnywhereRole';
    const core = directory.awsPolicyArn('AmazonSSMManagedInstanceCore');
    directory.declareRole({ roleName, trust, attachedPolicyArns: [core] });
    const { CreateActivation } = cloud.ssm.operations;
    const Tags = [{ Key: 'role', Value: 'plain' }];
    const made = CreateActivation.run({ IamRole: roleName, Tags }, administrator());
    const node = register(
      `-activation-code "${made.ActivationCode}" -activation-id "${made.ActivationId}" -region "${cloud.region}"`,
    );
    await pass(90);
    expect(entryOf(node)).toBeUndefined();
    expect((await muster('look', node.id)).status).toBe(0);
    await pass(20);
    expect(entryOf(node)).toMatchObject({ status: 'onboarded', profile: 'plain', source: 'hybrid' });
  });
});
