import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { EndpointEvidence } from '../../domain/diagnosis/network-evidence.ts';
import type { PolicyStatement } from '../../domain/diagnosis/policy-statement.ts';
import { parsePolicy } from './policy-document.ts';

/** The services that an agent uses. */
const services = ['ssm', 'ssmmessages', 'ec2messages'];

/**
 * An interface endpoint of Systems Manager; an empty list for any other endpoint. The service is the last
 * part of its name.
 */
export function readEndpoint(endpoint: VpcEndpoint): EndpointEvidence[] {
  const { VpcEndpointId: endpointId = '', VpcEndpointType, ServiceName, State, Groups = [] } = endpoint;
  const service = ServiceName?.split('.').at(-1) ?? '';
  if (VpcEndpointType !== 'Interface' || !services.includes(service)) return [];
  return [
    {
      endpointId,
      service,
      // EC2 answers `available`; the SDK's type has a capital letter.
      isAvailable: State?.toLowerCase() === 'available',
      hasPrivateDns: endpoint.PrivateDnsEnabled === true,
      // Endpoints from before dual stack have no such member, and IPv4.
      mayUseIpv6: endpoint.IpAddressType !== undefined && endpoint.IpAddressType !== 'ipv4',
      securityGroupIds: Groups.flatMap(({ GroupId }) => GroupId ?? []),
      subnetIds: endpoint.SubnetIds ?? [],
      policy: readEndpointPolicy(endpoint.PolicyDocument),
    },
  ];
}

/** The ids of the endpoints that lead to an appliance behind a Gateway Load Balancer. */
export function applianceIds(endpoints: readonly VpcEndpoint[]): Set<string> {
  const found = endpoints.filter(({ VpcEndpointType }) => VpcEndpointType === 'GatewayLoadBalancer');
  return new Set(found.flatMap(({ VpcEndpointId }) => VpcEndpointId ?? []));
}

/** An endpoint without a policy allows everything, as its default policy does. */
function readEndpointPolicy(document: string | undefined): PolicyStatement[] | undefined {
  if (document === undefined || document === '') return [allowsAll];
  try {
    return parsePolicy(document);
  } catch {
    return undefined;
  }
}

const allowsAll: PolicyStatement = {
  effect: 'Allow',
  actions: ['*'],
  isInverted: false,
  isUnconditional: true,
  coversAgents: true,
};
