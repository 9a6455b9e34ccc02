import { CreateTagsCommand, DeleteTagsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type Instance, type InstanceSpec, readAssembly, sdkSettings, updateStack } from 'local-cloud';
import { beforeEach, describe, expect, it } from 'vitest';
import { isOnboarding } from '../../simulator/run/declared-resources.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { type Application, specOf, startApplication } from './application.ts';

const agent = (name: string, version = '1.0.0') => ({
  linux: {
    packageName: name,
    version,
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
};
const excluding = { 'muster:exclude': 'true' };

let application: Application;
beforeEach(async () => {
  application = await startApplication(1, assemblyFolderWith(settings));
});

function launch(changes: Parameters<typeof specOf>[1]): Instance {
  const [instance] = application.cloud.ec2.launch([specOf('debian12', changes)]);
  if (instance === undefined) throw new Error('nothing was launched');
  return instance;
}
const scriptOf = (changes: Partial<InstanceSpec['script']>) => ({ ...specOf('debian12').script, ...changes });
const entryOf = ({ id }: Instance) => application.roster().get(id);
const commandsFor = ({ id }: Instance) =>
  application.lines('ssm.command').filter(({ fields }) => String(fields['instances']).includes(id));

/** Changes tags as a person does. An undefined value deletes the tag. */
async function tag({ id }: Instance, key: string, value: string | undefined): Promise<void> {
  const ec2 = new EC2Client(sdkSettings(application.cloud));
  if (value === undefined) await ec2.send(new DeleteTagsCommand({ Resources: [id], Tags: [{ Key: key }] }));
  else await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: key, Value: value }] }));
}

describe('a change of tags', () => {
  it('onboards an instance whose excluding tag is removed', async () => {
    const one = launch({ tags: { role: 'plain', ...excluding } });
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({ status: 'excluded', reason: 'ExcludedByTag' });
    await tag(one, 'muster:exclude', undefined);
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded', profile: 'plain' });
  });

  it('onboards an instance that no profile matched', async () => {
    const one = launch({ tags: {} });
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({ status: 'excluded', reason: 'NoProfileMatches' });
    await tag(one, 'role', 'plain');
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded', profile: 'plain' });
  });

  it('gives an onboarded instance what its new profile has and it lacks, once', async () => {
    const one = launch({ tags: { role: 'plain' } });
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded', profile: 'plain' });
    await tag(one, 'role', 'web');
    await application.pass(60);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded', profile: 'web' });
    expect(commandsFor(one).map(({ fields }) => fields['document'])).toEqual([
      'Muster-Agent-base-Linux:1',
      'Muster-Agent-web-Linux:1',
    ]);
  });

  it('leaves an image alone that is being built, also when its tag comes late, until it has another name', async () => {
    const building = { role: 'plain', Name: 'Packer Builder' };
    const slow = { kind: 'late', delaySeconds: 1500 } as const;
    const [one, late] = [launch({ tags: building }), launch({ tags: { role: 'plain' }, registration: slow })];
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({
      status: 'excluded',
      reason: 'ImageBeingBuilt',
      source: 'image:packer',
    });
    expect(entryOf(late)).toMatchObject({ status: 'waiting' });
    await tag(late, 'Name', 'Packer Builder');
    await application.pass(10);
    expect(entryOf(late)).toMatchObject({ status: 'excluded', reason: 'ImageBeingBuilt' });
    await tag(one, 'Name', 'web-1');
    await application.pass(75);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded', source: 'standalone' });
    expect(entryOf(late)).toMatchObject({ reason: 'ImageBeingBuilt' });
    expect(commandsFor(late)).toEqual([]);
  });

  it('tells of an excluding tag that came too late, and sends nothing when it goes again', async () => {
    const one = launch({ tags: { role: 'plain' } });
    await application.pass(15);
    await tag(one, 'muster:exclude', 'true');
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({ status: 'excluded', reason: 'ExcludedTooLate' });
    await tag(one, 'muster:exclude', undefined);
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded' });
    expect(commandsFor(one)).toHaveLength(1);
  });

  it('is seen by the sweep when its event is lost, also while a command is under way', async () => {
    const slow = scriptOf({ durationSeconds: { min: 600, max: 600 } });
    const [one, other] = [launch({ tags: { role: 'plain' }, script: slow }), launch({ tags: excluding })];
    await application.pass(10);
    expect(entryOf(one)).toMatchObject({ status: 'commanded' });
    one.setTags({ role: 'web' });
    other.setTags({ role: 'plain' });
    await application.pass(100);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded', profile: 'web' });
    expect(entryOf(other)).toMatchObject({ status: 'onboarded', profile: 'plain' });
  });

  it('of an instance that the roster does not know is no launch', async () => {
    const one = launch({ tags: {} });
    await tag(one, 'role', 'plain');
    await application.pass(2);
    expect(entryOf(one)).toBeUndefined();
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded' });
  });
});

describe('an instance that failed', () => {
  const failing = { tags: { role: 'plain' }, script: scriptOf({ exitCodes: [24] }) };
  const mend = ({ spec }: Instance) => Object.assign(spec, { script: scriptOf({}) });

  it('gets another command at the same start when a person asks', async () => {
    const one = launch(failing);
    await application.pass(60);
    expect(entryOf(one)).toMatchObject({ status: 'failed', exitCode: '24' });
    mend(one);
    const MessageBody = JSON.stringify({
      'detail-type': 'Muster Decision Request',
      time: new Date(application.cloud.timeline.nowMs).toISOString(),
      detail: { 'instance-id': one.id },
    });
    const sqs = new SQSClient(sdkSettings(application.cloud));
    await sqs.send(new SendMessageCommand({ QueueUrl: application.launchQueueUrl, MessageBody }));
    await application.pass(15);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded' });
  });

  it('gets another command when a deployment changes what is sent, and an onboarded one does not', async () => {
    const [one, other] = [launch(failing), launch({ tags: { role: 'plain' } })];
    await application.pass(60);
    expect(entryOf(one)).toMatchObject({ status: 'failed' });
    expect(commandsFor(one)).toHaveLength(1);
    mend(one);
    const changed = { ...settings, agents: { ...settings.agents, base: agent('base', '2.0.0') } };
    const [stack] = application.stacks;
    const source = readAssembly(assemblyFolderWith(changed)).find(isOnboarding);
    if (stack === undefined || source === undefined) throw new Error('no stack');
    expect((await updateStack(application.cloud, stack, source)).status).toBe('UPDATE_COMPLETE');
    await application.pass(60);
    expect(entryOf(one)).toMatchObject({ status: 'onboarded', documentVersion: '2' });
    expect(entryOf(other)).toMatchObject({ status: 'onboarded', documentVersion: '1' });
    expect(commandsFor(other)).toHaveLength(1);
  });
});

it('an event of another account or region makes no entry; one of this place does', async () => {
  const { accountId, region, partition, timeline } = application.cloud;
  const sqs = new SQSClient(sdkSettings(application.cloud));
  /** As the documentation of EventBridge shows it. */
  const send = async (place: { account: string; region: string }, id: string, state: string) => {
    const MessageBody = JSON.stringify({
      ...{ version: '0', id: '7bf73129-1428-4cd3-a780-95db273d1602', source: 'aws.ec2', ...place },
      'detail-type': 'EC2 Instance State-change Notification',
      time: new Date(timeline.nowMs).toISOString(),
      resources: [`arn:${partition}:ec2:${place.region}:${place.account}:instance/${id}`],
      detail: { 'instance-id': id, state },
    });
    await sqs.send(new SendMessageCommand({ QueueUrl: application.launchQueueUrl, MessageBody }));
  };
  const foreignId = '9'.repeat(12);
  await send({ account: foreignId, region }, 'i-0f0e1d2c3b4a59687', 'running');
  await send({ account: foreignId, region: 'eu-west-1' }, 'i-0f0e1d2c3b4a59688', 'terminated');
  await send({ account: accountId, region: 'cn-north-1' }, 'i-0f0e1d2c3b4a59680', 'running');
  await send({ account: accountId, region }, 'i-0f0e1d2c3b4a59689', 'terminated');
  await application.pass(15);
  expect([...application.roster().values()]).toMatchObject([
    { instanceId: 'i-0f0e1d2c3b4a59689', status: 'gone', reason: 'Terminated' },
  ]);
});
