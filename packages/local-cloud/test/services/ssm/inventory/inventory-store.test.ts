import {
  GetInventoryCommand,
  ListInventoryEntriesCommand,
  PutInventoryCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../../../src/account/account.ts';
import { sdkSettings } from '../../../../src/account/sdk-settings.ts';
import { newCloud } from '../../../cloud-bench.ts';
import { spec } from '../../ec2/pretend-world.ts';

const TypeName = 'AWS:Application';
const at = (hour: number) => `2026-01-01T0${hour}:00:00Z`;

async function bench(count = 3) {
  const { cloud } = newCloud({});
  const ids = cloud.ec2.launch(Array.from({ length: count }, () => spec({}))).map(({ id }) => id);
  await cloud.pass(600);
  return { cloud, ids, client: new SSMClient(sdkSettings(cloud)) };
}
const put = (client: SSMClient, InstanceId = '', hour = 1, more: object = {}) =>
  client.send(
    new PutInventoryCommand({
      InstanceId,
      Items: [{ TypeName, SchemaVersion: '1.1', CaptureTime: at(hour), ...more }],
    }),
  );
const named = (...names: readonly string[]) => ({
  Content: names.map((Name) => ({ Name })),
  ContentHash: names.join(),
});
const entriesOf = (client: SSMClient, InstanceId = '') =>
  client.send(new ListInventoryEntriesCommand({ InstanceId, TypeName }));
async function statusOf(cloud: LocalCloud, id: string) {
  const client = new SSMClient(sdkSettings(cloud));
  const { Entities = [] } = await client.send(new GetInventoryCommand({}));
  return Entities.find(({ Id }) => Id === id)?.Data?.['AWS:InstanceInformation']?.Content?.[0];
}

describe('what a node reports', () => {
  it('stays, with a new time, when the node says that nothing has changed', async () => {
    const { client, ids } = await bench(1);
    await put(client, ids[0], 1, named('bash'));
    await put(client, ids[0], 2, { ContentHash: 'bash' });
    expect(await entriesOf(client, ids[0])).toMatchObject({
      CaptureTime: at(2),
      Entries: [{ Name: 'bash' }],
    });
    await expect(put(client, ids[0], 3, { ContentHash: 'zsh' })).rejects.toThrow('not that of the content');
    await expect(put(client, ids[0], 3)).rejects.toThrow('not that of the content');
  });

  it('replaces what it reported before; a node that reported nothing has no entry and no time', async () => {
    const { client, ids } = await bench(2);
    await put(client, ids[0], 1, named('bash', 'zsh'));
    await put(client, ids[0], 2, named('zsh'));
    expect((await entriesOf(client, ids[0])).Entries).toEqual([{ Name: 'zsh' }]);
    const { Entries, CaptureTime } = await entriesOf(client, ids[1]);
    expect([Entries, CaptureTime]).toEqual([[], undefined]);
  });
});

describe('a filter', () => {
  const found = async (client: SSMClient, Type: 'Equal' | 'BeginWith' | undefined, ...Values: string[]) => {
    const Filters = [{ Key: 'AWS:Application.Name', Values, ...(Type === undefined ? {} : { Type }) }];
    return (await client.send(new GetInventoryCommand({ Filters }))).Entities?.map(({ Id }) => Id);
  };

  it('finds nodes of which an entry has one of the values, with their case', async () => {
    const { client, ids } = await bench();
    await put(client, ids[0], 1, named('bash', 'clamav'));
    await put(client, ids[1], 1, named('ClamWin'));
    expect(await found(client, 'BeginWith', 'clam', 'x')).toEqual([ids[0]]);
    expect(await found(client, 'BeginWith', 'Clam', 'cla')).toEqual([ids[0], ids[1]]);
    expect(await found(client, 'Equal', 'clam')).toEqual([]);
    expect(await found(client, undefined, 'clamav')).toEqual([ids[0]]);
    expect(await found(client, 'BeginWith', 'clam*')).toEqual([]);
  });

  it.each([
    ['LessThan', 'AWS:Application.Version'],
    ['NotEqual', 'AWS:Application.Name'],
  ] as const)('%s of %s is not emulated', async (Type, Key) => {
    const { client } = await bench(1);
    const ask = client.send(new GetInventoryCommand({ Filters: [{ Key, Values: ['1'], Type }] }));
    await expect(ask).rejects.toThrow(`the inventory filter ${Type}`);
  });

  it('that aggregates is not emulated', async () => {
    const { client } = await bench(1);
    const Aggregators = [{ Expression: 'AWS:InstanceInformation.PlatformType' }];
    await expect(client.send(new GetInventoryCommand({ Aggregators }))).rejects.toThrow('aggregators');
  });
});

describe('the status of a node', () => {
  it('is active while it answers, and stays known when it is stopped or terminated', async () => {
    const { cloud, ids } = await bench(1);
    const [id = ''] = ids;
    expect(await statusOf(cloud, id)).toMatchObject({
      InstanceStatus: 'Active',
      ResourceType: 'EC2Instance',
    });
    const instance = cloud.ec2.fleet.find(id);
    if (instance === undefined) throw new Error('there is no instance');
    cloud.ec2.fleet.stop(instance);
    await cloud.pass(120);
    expect(await statusOf(cloud, id)).toMatchObject({ InstanceStatus: 'Stopped' });
    cloud.ec2.fleet.terminate(instance);
    await cloud.pass(120);
    expect(await statusOf(cloud, id)).toEqual({ InstanceId: id, InstanceStatus: 'Terminated' });
  });

  it('is lost when its agent falls silent; a node of a hybrid activation is of another type', async () => {
    const { cloud } = await bench(0);
    const silent = spec({ lifecycle: { agentSilentAfterSeconds: 300 } });
    const hybrid = spec({ registration: { kind: 'never', cause: 'hybrid-registration' } });
    const [lost, outside] = cloud.ec2.launch([silent, hybrid]).map(({ id }) => id);
    expect(await statusOf(cloud, lost ?? '')).toBeUndefined();
    await cloud.pass(1800);
    expect(await statusOf(cloud, lost ?? '')).toMatchObject({ InstanceStatus: 'ConnectionLost' });
    const nodeId = outside?.replace('i-', 'mi-') ?? '';
    expect(await statusOf(cloud, nodeId)).toMatchObject({ ResourceType: 'ManagedInstance' });
  });
});
