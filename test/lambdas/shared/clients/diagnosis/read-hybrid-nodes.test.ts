import { DescribeInstanceInformationCommand, type InstanceInformation } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { idOf } from '../../../builders.ts';
import { diagnoseAll, mockAccount, placed } from './diagnosis-account.ts';

const { ssm } = mockAccount();

/** As `describe-instance-information` answers of ECS Anywhere on EC2 (an AWS article); a region of another account. */
const recorded: InstanceInformation = {
  InstanceId: 'mi-04f2e9619b99dcc13',
  PingStatus: 'Online',
  LastPingDateTime: new Date(1_620_921_134_541),
  AgentVersion: '3.0.529.0',
  PlatformType: 'Linux',
  ActivationId: '58dc667c-ead7-43e8-88f0-e6f4b3ea4fca',
  IamRole: 'ECSA_role',
  RegistrationDate: new Date(1_620_921_064_127),
  ResourceType: 'ManagedInstance',
  IPAddress: '172.31.14.43',
  ComputerName: 'ip-172-31-14-43.eu-central-1.compute.internal',
};
const instance = placed({
  privateIpAddress: '172.31.14.43',
  privateDnsName: 'ip-172-31-14-43.eu-central-1.compute.internal',
});
const answer = (...pages: (InstanceInformation[] | undefined)[]) => {
  let calls = ssm.on(DescribeInstanceInformationCommand);
  for (const [index, page] of pages.entries())
    calls = calls.resolvesOnce({
      ...(page === undefined ? {} : { InstanceInformationList: page }),
      ...(index < pages.length - 1 ? { NextToken: `page-${index}` } : {}),
    });
};
const calls = () => ssm.commandCalls(DescribeInstanceInformationCommand).map(({ args }) => args[0].input);

it('finds the node as which an instance is registered, and asks for such nodes alone', async () => {
  answer([{ ...recorded, InstanceId: idOf(7) }], undefined, [recorded]);
  const { causes } = await diagnoseAll([instance]);
  expect(causes.get(idOf(1))).toEqual({
    code: 'ManagedAsHybridNode',
    detail: 'mi-04f2e9619b99dcc13, by its address and computer name',
    certainty: 'likely',
    notLookedAt: expect.arrayContaining(['the credentials', 'the network']),
  });
  expect(calls()).toHaveLength(3);
  for (const { Filters, MaxResults } of calls())
    expect([Filters, MaxResults]).toEqual([[{ Key: 'ResourceType', Values: ['ManagedInstance'] }], 50]);
});

it('reads 20 pages at most, for all instances of a call, and says what is missing', async () => {
  ssm
    .on(DescribeInstanceInformationCommand)
    .resolves({ InstanceInformationList: [recorded], NextToken: 'next' });
  const { causes, lines } = await diagnoseAll([instance, placed({ instanceId: idOf(2) })]);
  expect(calls()).toHaveLength(20);
  expect(causes.get(idOf(2))).toMatchObject({
    code: 'AgentSilent',
    notLookedAt: expect.arrayContaining(['the nodes of hybrid activations']),
  });
  expect(lines).toContainEqual(
    expect.objectContaining({
      message: 'evidence missing',
      fields: [{ what: 'nodes of hybrid activations', answer: 'more than 20 pages', count: 1 }],
    }),
  );
});
