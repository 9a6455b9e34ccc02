import { GetInventoryCommand, ListInventoryEntriesCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, expect, it } from 'vitest';
import { createInventory } from '../../../lambdas/mark-installed/inventory-client.ts';
import { idOf } from '../builders.ts';

const ssm = mockClient(SSMClient);
afterEach(() => ssm.reset());
afterAll(() => ssm.restore());
const inventory = createInventory(new SSMClient({ region: 'eu-west-1' }));
const isActive = { Key: 'AWS:InstanceInformation.InstanceStatus', Values: ['Active'], Type: 'Equal' };
const inputs = () => ssm.commandCalls(GetInventoryCommand).map(({ args: [{ input }] }) => input);
const captureTime = '2026-01-01T02:03:04Z';

it('lists the active nodes, 50 a page, and reads every page', async () => {
  ssm
    .on(GetInventoryCommand)
    .resolvesOnce({ Entities: [{ Id: idOf(1) }], NextToken: 'next' })
    .resolvesOnce({ Entities: [], NextToken: 'last' })
    .resolvesOnce({ Entities: [{ Id: 'mi-00000000000000001' }] });
  expect(await inventory.listNodes()).toEqual(new Set([idOf(1), 'mi-00000000000000001']));
  // The paginator writes each token into the same input.
  expect(inputs()[0]).toMatchObject({ Filters: [isActive], MaxResults: 50 });
  expect(inputs()).toHaveLength(3);
});

it('asks once for all whole names, and once for all beginnings', async () => {
  ssm.on(GetInventoryCommand).resolves({ Entities: [{ Id: idOf(1) }] });
  expect(await inventory.listHolders(['clamav*', 'ClamWin', 'sophos*'])).toEqual(new Set([idOf(1)]));
  const Key = 'AWS:Application.Name';
  expect(inputs().map(({ Filters }) => Filters)).toEqual([
    [{ Key, Values: ['clamav', 'sophos'], Type: 'BeginWith' }, isActive],
    [{ Key, Values: ['ClamWin'], Type: 'Equal' }, isActive],
  ]);
});

it('knows a node by a capture that has applications, and asks for one entry only', async () => {
  const answers = [
    { CaptureTime: captureTime, Entries: [{ Name: 'bash' }] },
    { CaptureTime: captureTime, Entries: [] },
    { Entries: [{ Name: 'bash' }] },
    {},
  ];
  for (const [at, answer] of answers.entries())
    ssm.on(ListInventoryEntriesCommand, { InstanceId: idOf(at) }).resolves(answer);
  const gone = Object.assign(new Error('gone'), { name: 'InvalidInstanceId' });
  ssm.on(ListInventoryEntriesCommand, { InstanceId: idOf(4) }).rejects(gone);
  const captures = await inventory.describeCaptures([0, 1, 2, 3, 4].map(idOf));
  expect(captures).toEqual(new Map([[idOf(0), Date.parse(captureTime)]]));
  expect(ssm.commandCalls(ListInventoryEntriesCommand)[0]?.args[0].input).toEqual({
    ...{ InstanceId: idOf(0), TypeName: 'AWS:Application', MaxResults: 1 },
  });
});

it('fails when it may not look, and takes that for no absence', async () => {
  ssm.onAnyCommand().rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  await expect(inventory.listNodes()).rejects.toThrow('no');
  await expect(inventory.listHolders(['a'])).rejects.toThrow('no');
  await expect(inventory.describeCaptures([idOf(1)])).rejects.toThrow('no');
});
