import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  EC2Client,
  EC2ServiceException,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createFleet } from '../../../../../lambdas/shared/clients/fleet/fleet-client.ts';
import { idOf, idsTo, nowMs } from '../../../builders.ts';
import { fakeLog } from '../../../fakes.ts';
import { answerPages } from '../../../pages.ts';

const ec2 = mockClient(EC2Client);
beforeEach(() => ec2.reset());
afterAll(() => ec2.restore());

const running = (instanceId: string) => ({ InstanceId: instanceId, State: { Name: 'running' as const } });
const inputs = () => ec2.commandCalls(DescribeInstancesCommand).map((call) => call.args[0].input);

it('reads state, start, tags and owner of an instance', async () => {
  const instance = {
    ...running(idOf(1)),
    LaunchTime: new Date(nowMs),
    Tags: [{ Key: 'team', Value: 'blue' }, { Key: 'empty' }],
    Operator: { Managed: true, Principal: 'eks.amazonaws.com' },
  };
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [instance] }] });
  const instances = await createFleet(fakeLog()).describe([idOf(1)]);
  expect(instances.get(idOf(1))).toEqual({
    instanceId: idOf(1),
    state: 'running',
    launchedAtMs: nowMs,
    tags: { team: 'blue', empty: '' },
    operator: 'eks.amazonaws.com',
    securityGroupIds: [],
    isMetadataOn: true,
    requiresImdsV2: false,
  });
});

it('reads every instance, page by page, without a filter', async () => {
  const [one, two] = idsTo(2).map((id) => ({ Reservations: [{ Instances: [running(id)] }] }));
  ec2
    .on(DescribeInstancesCommand)
    .resolvesOnce({ ...one, NextToken: 'more' })
    .resolvesOnce({ ...two });
  expect([...(await createFleet(fakeLog()).describeAll()).keys()]).toEqual(idsTo(2));
  expect(inputs().map(({ Filters }) => Filters)).toEqual([undefined, undefined]);
});

it('reads what decides whether an instance can be managed', async () => {
  const instance = {
    ...running(idOf(1)),
    IamInstanceProfile: { Arn: 'profile', Id: 'AIPA' },
    VpcId: 'vpc-1',
    SubnetId: 'subnet-1',
    PrivateIpAddress: '10.0.0.4',
    PrivateDnsName: 'ip-10-0-0-4.ec2.internal',
    InstanceLifecycle: 'spot' as const,
    PublicIpAddress: '203.0.113.4',
    SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'web' }, {}, { GroupId: 'sg-2' }],
    MetadataOptions: { HttpEndpoint: 'enabled' as const, HttpTokens: 'required' as const },
    ImageId: 'ami-1',
    PlatformDetails: 'Red Hat Enterprise Linux',
  };
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [instance] }] });
  const instances = await createFleet(fakeLog()).describe([idOf(1)]);
  expect(instances.get(idOf(1))).toMatchObject({
    instanceProfileArn: 'profile',
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    privateIpAddress: '10.0.0.4',
    privateDnsName: 'ip-10-0-0-4.ec2.internal',
    isSpot: true,
    publicIpAddress: '203.0.113.4',
    securityGroupIds: ['sg-1', 'sg-2'],
    isMetadataOn: true,
    requiresImdsV2: true,
    imageId: 'ami-1',
    billedSystem: 'Red Hat Enterprise Linux',
  });
});

it('reads a metadata service that is off, and one that takes the first version', async () => {
  const MetadataOptions = { HttpEndpoint: 'disabled' as const, HttpTokens: 'optional' as const };
  const instance = { ...running(idOf(1)), MetadataOptions };
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [instance] }] });
  const instances = await createFleet(fakeLog()).describe([idOf(1)]);
  expect(instances.get(idOf(1))).toMatchObject({ isMetadataOn: false, requiresImdsV2: false });
});

it.each([
  ['no operator', undefined, undefined],
  ['an operator that does not manage it', { Managed: false }, undefined],
  ['an operator without a name', { Managed: true }, 'an AWS service'],
])('reads an instance with %s', async (_name, operator, expected) => {
  const instance = { ...running(idOf(1)), ...(operator === undefined ? {} : { Operator: operator }) };
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [instance] }] });
  const instances = await createFleet(fakeLog()).describe([idOf(1)]);
  expect(instances.get(idOf(1))?.operator).toBe(expected);
});

it('asks by filter and not by id, so that an unknown id is merely absent', async () => {
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [running(idOf(1))] }] });
  const instances = await createFleet(fakeLog()).describe([idOf(1), idOf(2)]);
  expect([...instances.keys()]).toEqual([idOf(1)]);
  expect(inputs()).toEqual([
    {
      Filters: [{ Name: 'instance-id', Values: [idOf(1), idOf(2)] }],
      IncludeManagedResources: true,
      MaxResults: 1000,
      NextToken: undefined,
    },
  ]);
});

it('reads all reservations of all pages, even after an empty page', async () => {
  const { asked, answer } = answerPages(
    { Reservations: [{ Instances: [running(idOf(1)), running(idOf(2))] }, {}], NextToken: 'a' },
    { NextToken: 'b' },
    { Reservations: [{ Instances: [running(idOf(3))] }, { Instances: [running(idOf(4))] }] },
  );
  ec2.on(DescribeInstancesCommand).callsFake(answer);
  const instances = await createFleet(fakeLog()).describe(idsTo(4));
  expect([...instances.keys()]).toEqual(idsTo(4));
  expect(asked.map((input) => input.NextToken)).toEqual([undefined, 'a', 'b']);
});

it('asks for at most 200 instances a call, each once', async () => {
  ec2.on(DescribeInstancesCommand).callsFake((input: { Filters: { Values: string[] }[] }) => ({
    Reservations: input.Filters.flatMap((filter) =>
      filter.Values.map((id) => ({ Instances: [running(id)] })),
    ),
  }));
  const instances = await createFleet(fakeLog()).describe(idsTo(450));
  expect([...instances.keys()]).toEqual(idsTo(450));
  expect(inputs().map((input) => input.Filters?.[0]?.Values?.length)).toEqual([200, 200, 50]);
});

it('makes no call for no instances', async () => {
  expect((await createFleet(fakeLog()).describe([])).size).toBe(0);
  expect(inputs()).toEqual([]);
});

it('leaves out what is not an instance with a state', async () => {
  ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [{ InstanceId: idOf(1) }, {}] }] });
  expect((await createFleet(fakeLog()).describe([idOf(1)])).size).toBe(0);
});

it('returns no partial answer: an error of EC2 is thrown', async () => {
  ec2.on(DescribeInstancesCommand).rejects(new Error('UnauthorizedOperation'));
  await expect(createFleet(fakeLog()).describe([idOf(1)])).rejects.toThrow('UnauthorizedOperation');
});

describe('the states', () => {
  const status = (InstanceId: string, Name: 'running' | 'terminated') => ({
    InstanceId,
    InstanceState: { Name },
  });

  it('are those of every instance, page by page: ended ones and those of AWS services too', async () => {
    const { asked, answer } = answerPages(
      { InstanceStatuses: [status(idOf(1), 'running')], NextToken: 'a' },
      { NextToken: 'b' },
      { InstanceStatuses: [status(idOf(2), 'terminated')] },
    );
    ec2.on(DescribeInstanceStatusCommand).callsFake(answer);
    expect(await createFleet(fakeLog()).listStates()).toEqual(
      new Map([
        [idOf(1), 'running'],
        [idOf(2), 'terminated'],
      ]),
    );
    expect(asked).toEqual(
      [undefined, 'a', 'b'].map((NextToken) => ({
        IncludeAllInstances: true,
        IncludeManagedResources: true,
        MaxResults: 1000,
        NextToken,
      })),
    );
    expect(inputs()).toEqual([]);
  });

  it('leave out what is not an instance with a state', async () => {
    ec2
      .on(DescribeInstanceStatusCommand)
      .resolves({ InstanceStatuses: [{ InstanceId: idOf(1) }, { InstanceState: { Name: 'running' } }] });
    expect((await createFleet(fakeLog()).listStates()).size).toBe(0);
  });

  it('are never partial: an error of EC2 on a later page is thrown', async () => {
    ec2
      .on(DescribeInstanceStatusCommand)
      .resolvesOnce({ InstanceStatuses: [status(idOf(1), 'running')], NextToken: 'a' })
      .rejectsOnce(new Error('RequestLimitExceeded'));
    await expect(createFleet(fakeLog()).listStates()).rejects.toThrow('RequestLimitExceeded');
  });
});

describe('in a region whose EC2 does not know IncludeManagedResources', () => {
  const refusal = (message: string, name = 'UnknownParameter') =>
    new EC2ServiceException({ name, message, $fault: 'client', $metadata: {} });
  const unknown = refusal('The parameter IncludeManagedResources is not recognized');
  const askedWith = () => [
    ...inputs().map(({ IncludeManagedResources }) => IncludeManagedResources),
    ...ec2
      .commandCalls(DescribeInstanceStatusCommand)
      .map(({ args }) => args[0].input.IncludeManagedResources),
  ];

  beforeEach(() => {
    ec2.on(DescribeInstancesCommand).resolves({ Reservations: [{ Instances: [running(idOf(1))] }] });
    ec2.on(DescribeInstancesCommand, { IncludeManagedResources: true }).rejects(unknown);
    ec2.on(DescribeInstanceStatusCommand).resolves({ InstanceStatuses: [] });
    ec2.on(DescribeInstanceStatusCommand, { IncludeManagedResources: true }).rejects(unknown);
  });

  it('asks without it, from then on, and says so once', async () => {
    const log = fakeLog();
    const fleet = createFleet(log);
    expect([...(await fleet.describe(idsTo(450))).keys()]).toEqual([idOf(1)]);
    expect(askedWith()).toEqual([true, true, true, undefined, undefined, undefined]);
    await fleet.describe([idOf(1)]);
    expect((await fleet.listStates()).size).toBe(0);
    expect(askedWith().slice(6)).toEqual([undefined, undefined]);
    expect(log.lines).toEqual([
      {
        level: 'warn',
        message: 'EC2 does not know IncludeManagedResources',
        fields: [{ answer: 'UnknownParameter: The parameter IncludeManagedResources is not recognized' }],
      },
    ]);
  });

  it('asks without it, when it is the states that are asked for first', async () => {
    const fleet = createFleet(fakeLog());
    await fleet.listStates();
    expect(askedWith()).toEqual([true, undefined]);
  });

  it('another refusal that names it counts as well, and one that does not is passed on', async () => {
    ec2
      .on(DescribeInstancesCommand, { IncludeManagedResources: true })
      .rejectsOnce(refusal('Invalid: IncludeManagedResources', 'InvalidParameterValue'));
    expect((await createFleet(fakeLog()).describe([idOf(1)])).size).toBe(1);
    ec2.on(DescribeInstancesCommand).rejects(refusal('slow down', 'RequestLimitExceeded'));
    ec2
      .on(DescribeInstancesCommand, { IncludeManagedResources: true })
      .rejects(refusal('slow down', 'RequestLimitExceeded'));
    await expect(createFleet(fakeLog()).describe([idOf(1)])).rejects.toThrow('slow down');
  });
});
