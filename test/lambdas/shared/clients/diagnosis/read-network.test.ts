import {
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { otherAccountId } from '../../../../accounts.ts';
import { idOf } from '../../../builders.ts';
import {
  causeOf,
  diagnoseAll,
  mockAccount,
  networkAcl,
  placed,
  routeTable,
  securityGroup,
  subnet,
  wholeCauseOf,
} from './diagnosis-account.ts';

const { ec2 } = mockAccount();

const ipv6 = { DestinationCidrBlock: undefined, DestinationIpv6CidrBlock: '::/0' };
const prefixList = { DestinationCidrBlock: undefined, DestinationPrefixListId: 'pl-1' };

describe('what EC2 says of the network', () => {
  it.each([
    ['a NAT gateway', { NatGatewayId: 'nat-1' }, 'AgentSilent'],
    ['a transit gateway', { TransitGatewayId: 'tgw-1' }, 'AgentSilent'],
    ['a virtual private gateway', { GatewayId: 'vgw-1' }, 'AgentSilent'],
    ['a peering', { VpcPeeringConnectionId: 'pcx-1' }, 'AgentSilent'],
    ['a network of Cloud WAN', { CoreNetworkArn: 'arn' }, 'AgentSilent'],
    ['an appliance behind an endpoint', { GatewayId: 'vpce-1' }, 'AgentSilent'],
    ['an internet gateway', { GatewayId: 'igw-1' }, 'NoPublicAddress'],
    ['an internet gateway, for IPv6', { GatewayId: 'igw-1', ...ipv6 }, 'NoRoute'],
    ['an egress-only gateway', { EgressOnlyInternetGatewayId: 'eigw-1', ...ipv6 }, 'NoRoute'],
    [
      'a NAT gateway for NAT64',
      { NatGatewayId: 'nat-1', ...ipv6, DestinationIpv6CidrBlock: '64:ff9b::/96' },
      'AgentSilent',
    ],
    [
      'a NAT gateway for some private addresses',
      { NatGatewayId: 'nat-1', DestinationCidrBlock: '192.168.0.0/16' },
      'NoRoute',
    ],
    [
      'a peering for some private addresses',
      { VpcPeeringConnectionId: 'pcx-1', DestinationCidrBlock: '172.16.0.0/16' },
      'NoRoute',
    ],
    ['a target that is gone', { NatGatewayId: 'nat-1', State: 'blackhole' }, 'NoRoute'],
    ['Amazon S3', { GatewayId: 'vpce-1', ...prefixList }, 'NoRoute'],
    ['the addresses of a prefix list', { TransitGatewayId: 'tgw-1', ...prefixList }, 'AgentSilent'],
    [
      'the addresses of a prefix list by the internet',
      { GatewayId: 'igw-1', ...prefixList },
      'NoPublicAddress',
    ],
  ])('a route to %s: %s', async (_name, route, code) => {
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable(route)] });
    expect(await causeOf()).toBe(code);
  });

  it('an endpoint that takes a prefix list to an appliance is a way', async () => {
    ec2
      .on(DescribeRouteTablesCommand)
      .resolves({ RouteTables: [routeTable({ GatewayId: 'vpce-1', ...prefixList })] });
    const appliance = {
      VpcId: 'vpc-1',
      VpcEndpointId: 'vpce-1',
      VpcEndpointType: 'GatewayLoadBalancer',
    } as const;
    ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [appliance] });
    expect(await causeOf()).toBe('AgentSilent');
  });

  it.each([
    ['tcp', 443, 443, 'AgentSilent'],
    ['6', 0, 65_535, 'AgentSilent'],
    ['tcp', 444, 65_535, 'EgressClosed'],
    ['tcp', 0, 442, 'EgressClosed'],
    ['udp', 443, 443, 'EgressClosed'],
  ])('an outbound rule for %s %i to %i: %s', async (IpProtocol, FromPort, ToPort, code) => {
    const SecurityGroups = [securityGroup({ IpProtocol, FromPort, ToPort })];
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups });
    expect(await causeOf()).toBe(code);
  });

  const endpoint = (service: string) => ({
    VpcId: 'vpc-1',
    VpcEndpointId: `vpce-${service}`,
    VpcEndpointType: 'Interface' as const,
    ServiceName: `com.amazonaws.eu-central-1.${service}`,
    PrivateDnsEnabled: true,
    State: 'Available' as const,
    Groups: [{ GroupId: 'sg-1' }],
  });

  it.each([
    ['of another VPC', { VpcId: 'vpc-2' }],
    ['of another type', { VpcEndpointType: 'Resource' as const }],
  ])('endpoints %s do not count', async (_name, fields) => {
    ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [{ ...endpoint('ssm'), ...fields }] });
    expect(await causeOf()).toBe('AgentSilent');
  });

  it('each instance is judged by its own VPC', async () => {
    const noWay = { ...routeTable({ State: 'blackhole' }), VpcId: 'vpc-2', RouteTableId: 'rtb-2' };
    ec2
      .on(DescribeRouteTablesCommand)
      .resolves({ RouteTables: [noWay, routeTable({ NatGatewayId: 'nat-1' })] });
    const { causes } = await diagnoseAll([placed(), placed({ instanceId: idOf(2), vpcId: 'vpc-2' })]);
    expect([...causes.values()].map(({ code }) => code)).toEqual(['AgentSilent', 'NoRoute']);
  });

  const blackhole = () =>
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable({ State: 'blackhole' })] });
  const policyOf = (Action: string) =>
    JSON.stringify({ Statement: { Effect: 'Allow', Action, Principal: '*', Resource: '*' } });
  const withEndpoints = (fields: object) => {
    blackhole();
    const VpcEndpoints = ['ssm', 'ssmmessages'].map((service) => ({ ...endpoint(service), ...fields }));
    ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints });
    const group = {
      ...securityGroup({ IpProtocol: '-1' }),
      IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    };
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [group] });
  };

  it.each([
    ['allows everything', policyOf('*'), 'AgentSilent'],
    ['allows only Amazon S3', policyOf('s3:*'), 'EndpointPolicyRefuses'],
    ['is absent', undefined, 'AgentSilent'],
    ['has another form', '{"Statement": "?"}', 'CauseNotKnown'],
  ])('the policy of an endpoint that %s: %s', async (_name, PolicyDocument, code) => {
    withEndpoints({ PolicyDocument });
    expect(await causeOf()).toBe(code);
  });

  it.each([
    ['lets the subnet of the endpoint call', '10.0.1.0/24', 'AgentSilent'],
    ['lets another subnet call', '10.0.9.0/24', 'NetworkAclClosed'],
  ])('the network ACL of an endpoint that %s: %s', async (_name, CidrBlock, code) => {
    withEndpoints({ SubnetIds: ['subnet-2'] });
    ec2.on(DescribeSubnetsCommand).resolves({
      Subnets: [subnet('subnet-1', '10.0.1.0/24'), subnet('subnet-2', '10.0.2.0/24')],
    });
    const entries = [
      {
        RuleNumber: 10,
        Egress: false,
        Protocol: '6',
        CidrBlock,
        RuleAction: 'allow',
        PortRange: { From: 443, To: 443 },
      },
      {
        RuleNumber: 20,
        Egress: false,
        Protocol: '6',
        CidrBlock: '0.0.0.0/0',
        RuleAction: 'deny',
        PortRange: { From: 0, To: 1023 },
      },
    ];
    const NetworkAcls = [
      networkAcl(),
      { ...networkAcl(...entries), NetworkAclId: 'acl-2', Associations: [{ SubnetId: 'subnet-2' }] },
    ];
    ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls });
    expect(await causeOf({ privateIpAddress: '10.0.1.9' })).toBe(code);
  });

  it.each([
    ['for every protocol', { Protocol: '-1', PortRange: undefined }, 'NetworkAclClosed'],
    ['for TCP', { Protocol: '6', PortRange: { From: 0, To: 65_535 } }, 'NetworkAclClosed'],
    ['for HTTPS', { Protocol: '6', PortRange: { From: 443, To: 443 } }, 'NetworkAclClosed'],
    ['for SSH', { Protocol: '6', PortRange: { From: 22, To: 22 } }, 'AgentSilent'],
    ['for UDP', { Protocol: '17', PortRange: { From: 0, To: 65_535 } }, 'AgentSilent'],
    ['for IPv6', { Protocol: '-1', CidrBlock: undefined, Ipv6CidrBlock: '::/0' }, 'AgentSilent'],
    ['for private addresses', { Protocol: '-1', CidrBlock: '10.0.0.0/8' }, 'AgentSilent'],
    ['after the one that allows all', { RuleNumber: 200, Protocol: '-1' }, 'AgentSilent'],
  ])('an entry of the network ACL that denies, %s: %s', async (_name, fields, code) => {
    const denial = { RuleNumber: 1, Egress: true, CidrBlock: '0.0.0.0/0', RuleAction: 'deny', ...fields };
    ec2.on(DescribeNetworkAclsCommand).resolves({ NetworkAcls: [networkAcl(denial)] });
    expect(await causeOf()).toBe(code);
  });

  it.each([
    [
      'its subnets',
      () =>
        ec2
          .on(DescribeSubnetsCommand)
          .resolves({ Subnets: [subnet('subnet-1', '10.0.1.0/24', otherAccountId)] }),
    ],
    [
      'its route tables',
      () => {
        ec2.on(DescribeSubnetsCommand).resolves({ Subnets: [] });
        const RouteTables = [{ ...routeTable({ State: 'blackhole' }), OwnerId: otherAccountId }];
        ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables });
      },
    ],
  ])('a VPC of another account is told by %s', async (_name, share) => {
    share();
    const cause = await wholeCauseOf();
    expect(cause).toMatchObject({ code: 'VpcOfAnotherAccount', certainty: 'likely' });
    expect(cause.detail).toContain(`belongs to ${otherAccountId}`);
  });

  it("endpoints of every page count, with the services of their names' last parts", async () => {
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable({ GatewayId: 'local' })] });
    ec2
      .on(DescribeVpcEndpointsCommand)
      .resolvesOnce({ VpcEndpoints: [endpoint('ssm')], NextToken: 'a' })
      .resolvesOnce({ VpcEndpoints: [], NextToken: 'b' })
      .resolves({ VpcEndpoints: [endpoint('ssmmessages'), endpoint('s3')] });
    expect(await causeOf()).toBe('EndpointClosed');
    ec2.on(DescribeVpcEndpointsCommand).resolves({ VpcEndpoints: [endpoint('s3')] });
    expect(await causeOf()).toBe('NoRoute');
  });
});
