import { DescribeInstancesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { findNodes } from '../../../../bin/commands/run/find-nodes.ts';

const ec2 = mockClient(EC2Client);
const ssm = mockClient(SSMClient);
afterAll(() => {
  ec2.restore();
  ssm.restore();
});
beforeEach(() => {
  ec2.reset();
  ssm.reset();
});

const id = (number: number, kind = 'i') => `${kind}-${String(number).padStart(17, '0')}`;
const information = (InstanceId: string, PingStatus: 'Online' | 'ConnectionLost' = 'Online') => ({
  ...{ InstanceId, PingStatus, PlatformType: 'Linux' as const },
});
const instance = (number: number, state: 'running' | 'stopped' | 'terminated') => ({
  ...{ InstanceId: id(number), State: { Name: state }, Tags: [{ Key: 'Name', Value: `web-${number}` }] },
});

it('says of each instance that has the tags what keeps it from a command; one that is gone is not meant', async () => {
  const all = [
    instance(1, 'running'),
    instance(2, 'running'),
    instance(3, 'stopped'),
    instance(4, 'terminated'),
  ];
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: all }] });
  ssm
    .on(DescribeInstanceInformationCommand)
    .resolves({ InstanceInformationList: [information(id(1)), information(id(2), 'ConnectionLost')] });
  const conditions = [{ tagKey: 'Team', values: ['a*b'] }];
  const nodes = await findNodes({}, { instanceIds: [], conditions });
  expect(nodes.map(({ name, obstacle }) => [name, obstacle])).toEqual([
    ['web-1', undefined],
    ['web-2', 'its agent does not answer (ConnectionLost)'],
    ['web-3', 'it is stopped'],
  ]);
  const { Filters } = ec2.commandCalls(DescribeInstancesCommand)[0]?.args[0].input ?? {};
  expect(Filters).toEqual([{ Name: 'tag:Team', Values: ['a\\*b'] }]);
});

it('finds nodes outside EC2 that meet every condition', async () => {
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [] });
  const [one, two] = [id(1, 'mi'), id(2, 'mi')];
  const byTag = (Key: string, ids: string[]) =>
    ssm
      .on(DescribeInstanceInformationCommand, { Filters: [{ Key, Values: ['x'] }] })
      .resolves({ InstanceInformationList: ids.map((one) => information(one)) });
  byTag('tag:a', [one, two]);
  byTag('tag-key', [two]);
  ssm
    .on(DescribeInstanceInformationCommand, { Filters: [{ Key: 'InstanceIds', Values: [two] }] })
    .resolves({ InstanceInformationList: [information(two)] });
  const conditions = ['a', undefined].map((tagKey) => ({ tagKey, values: ['x'] }));
  const nodes = await findNodes({}, { instanceIds: [], conditions });
  expect(nodes).toEqual([{ instanceId: two, name: '', platform: 'Linux', obstacle: undefined }]);
});
