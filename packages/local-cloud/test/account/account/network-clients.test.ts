import {
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstancesCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { GetServiceSettingCommand, SSMClient, UpdateServiceSettingCommand } from '@aws-sdk/client-ssm';
import { describe, expect, test } from 'vitest';
import { region } from '../../cloud-bench.ts';
import { serveCloud } from '../../served-cloud.ts';
import { exampleNetwork, type NetworkKind } from '../../services/ec2/network-examples.ts';
import { PROFILE_ARN, spec } from '../../services/ec2/pretend-world.ts';

const served = serveCloud();

/** A network of this kind with one instance, and an EC2 client. */
async function withNetwork(kind: NetworkKind) {
  const { cloud, settings, pass } = served();
  const { declaration, placement } = exampleNetwork(kind, cloud);
  cloud.ec2.network.declare(declaration);
  const [instance] = cloud.ec2.launch([spec({ ...placement, instanceProfileArn: PROFILE_ARN })]);
  await pass(60);
  const client = new EC2Client(settings);
  const filters = { Filters: [{ Name: 'vpc-id', Values: [placement.vpcId] }] };
  return { client, placement, filters, instanceId: instance?.id ?? '' };
}

describe('the network over the SDK', () => {
  test('shows all parts of a VPC with endpoints', async () => {
    const { client, placement, filters } = await withNetwork('works-endpoints');
    const { Vpcs: vpcs } = await client.send(new DescribeVpcsCommand(filters));
    expect(vpcs).toMatchObject([{ VpcId: placement.vpcId, CidrBlock: '10.0.0.0/8', State: 'available' }]);
    const { Subnets: subnets } = await client.send(new DescribeSubnetsCommand(filters));
    expect(subnets).toMatchObject([{ SubnetId: placement.subnetId, VpcId: placement.vpcId }]);
    const attribute = { VpcId: placement.vpcId, Attribute: 'enableDnsHostnames' } as const;
    const { EnableDnsHostnames: names } = await client.send(new DescribeVpcAttributeCommand(attribute));
    expect(names).toEqual({ Value: true });
    const { VpcEndpoints: endpoints } = await client.send(new DescribeVpcEndpointsCommand(filters));
    expect(endpoints).toHaveLength(3);
    expect(endpoints?.[0]).toMatchObject({
      ServiceName: `com.amazonaws.${region}.ssm`,
      State: 'available',
      PrivateDnsEnabled: true,
      SubnetIds: [placement.subnetId],
      Groups: [{ GroupName: 'endpoints' }],
    });
    const ids = endpoints?.[0]?.Groups?.flatMap(({ GroupId: id }) => id ?? []);
    const { SecurityGroups: groups } = await client.send(
      new DescribeSecurityGroupsCommand({ GroupIds: ids }),
    );
    expect(groups?.[0]?.IpPermissions).toMatchObject([
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
    ]);
  });

  test('shows routes to gateways, and the instance that uses them', async () => {
    const { client, placement, filters, instanceId } = await withNetwork('works-public');
    const { RouteTables: tables } = await client.send(new DescribeRouteTablesCommand(filters));
    expect(tables).toHaveLength(2);
    const table = tables?.find(({ Associations: all }) => all?.[0]?.SubnetId === placement.subnetId);
    expect(table?.Associations).toMatchObject([{ Main: false, AssociationState: { State: 'associated' } }]);
    expect(table?.Routes?.[1]).toMatchObject({ DestinationCidrBlock: '0.0.0.0/0', State: 'active' });
    const attached = { Filters: [{ Name: 'attachment.vpc-id', Values: [placement.vpcId] }] };
    const { InternetGateways: gateways } = await client.send(new DescribeInternetGatewaysCommand(attached));
    expect(gateways?.[0]?.InternetGatewayId).toBe(table?.Routes?.[1]?.GatewayId);
    expect(gateways?.[0]?.Attachments).toEqual([{ VpcId: placement.vpcId, State: 'available' }]);
    const found = await client.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
    expect(found.Reservations?.[0]?.Instances?.[0]).toMatchObject({
      SubnetId: placement.subnetId,
      SecurityGroups: [{ GroupId: placement.securityGroupIds[0], GroupName: 'instances' }],
      PublicIpAddress: expect.stringMatching(/^203\.0\.113\./),
      IamInstanceProfile: { Arn: PROFILE_ARN },
      MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: 'required' },
    });
  });

  test('shows NAT gateways, whose filters have another member name, and profiles of instances', async () => {
    const { client, placement, filters, instanceId } = await withNetwork('works-nat');
    const { NatGateways: gateways } = await client.send(
      new DescribeNatGatewaysCommand({ Filter: filters.Filters }),
    );
    expect(gateways).toMatchObject([{ State: 'available', SubnetId: placement.subnetId }]);
    const byInstance = { Filters: [{ Name: 'instance-id', Values: [instanceId] }] };
    const { IamInstanceProfileAssociations: associations } = await client.send(
      new DescribeIamInstanceProfileAssociationsCommand(byInstance),
    );
    expect(associations).toMatchObject([
      { InstanceId: instanceId, State: 'associated', IamInstanceProfile: { Arn: PROFILE_ARN } },
    ]);
  });
});

describe('service settings over the SDK', () => {
  test('are read and set, and a missing one has the error name of the SDK', async () => {
    const client = new SSMClient(served().settings);
    const SettingId = '/ssm/managed-instance/default-ec2-instance-management-role';
    await client.send(new UpdateServiceSettingCommand({ SettingId, SettingValue: 'service-role/Default' }));
    const { ServiceSetting: setting } = await client.send(new GetServiceSettingCommand({ SettingId }));
    expect(setting).toMatchObject({ SettingValue: 'service-role/Default', Status: 'Customized' });
    const gone = new GetServiceSettingCommand({ SettingId: '/ssm/no/such' });
    await expect(client.send(gone)).rejects.toMatchObject({ name: 'ServiceSettingNotFound' });
  });
});
