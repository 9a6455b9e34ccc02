import {
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { idOf } from '../../../builders.ts';
import { causeOf, diagnoseAll, mockAccount, placed, routeTable, securityGroup } from './diagnosis-account.ts';

const { ec2 } = mockAccount();

describe('what EC2 says of the network', () => {
  it.each([
    ['a NAT gateway', { NatGatewayId: 'nat-1' }, 'AgentSilent'],
    ['a transit gateway', { TransitGatewayId: 'tgw-1' }, 'AgentSilent'],
    ['a virtual private gateway', { GatewayId: 'vgw-1' }, 'AgentSilent'],
    ['an appliance behind an endpoint', { GatewayId: 'vpce-1' }, 'AgentSilent'],
    ['an internet gateway', { GatewayId: 'igw-1' }, 'NoPublicAddress'],
    [
      'an internet gateway, for IPv6',
      { GatewayId: 'igw-1', DestinationCidrBlock: undefined, DestinationIpv6CidrBlock: '::/0' },
      'AgentSilent',
    ],
    ['a target that is gone', { NatGatewayId: 'nat-1', State: 'blackhole' }, 'NoRoute'],
    [
      'Amazon S3',
      { GatewayId: 'vpce-1', DestinationCidrBlock: undefined, DestinationPrefixListId: 'pl-1' },
      'NoRoute',
    ],
  ])('a route to %s: %s', async (_name, route, code) => {
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [routeTable(route)] });
    expect(await causeOf()).toBe(code);
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
