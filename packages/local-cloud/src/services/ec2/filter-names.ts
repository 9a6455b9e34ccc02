import { NotEmulatedError, ServiceError } from '../../core/service.ts';

/** The filters that EC2 has, by operation (its API reference). `tag:` stands for any tag. */
const known: Readonly<Record<string, string>> = {
  DescribeInstances: `
    affinity architecture availability-zone availability-zone-id block-device-mapping.attach-time
    block-device-mapping.delete-on-termination block-device-mapping.device-name block-device-mapping.status
    block-device-mapping.volume-id boot-mode capacity-reservation-id
    capacity-reservation-specification.capacity-reservation-preference
    capacity-reservation-specification.capacity-reservation-target.capacity-reservation-id
    capacity-reservation-specification.capacity-reservation-target.capacity-reservation-resource-group-arn
    client-token current-instance-boot-mode dns-name ebs-optimized ena-support enclave-options.enabled
    hibernation-options.configured host-id hypervisor iam-instance-profile.arn iam-instance-profile.id
    image-id instance-id instance-lifecycle instance-state-code instance-state-name instance-type
    instance.group-id instance.group-name ip-address ipv6-address kernel-id key-name launch-index
    launch-time maintenance-options.auto-recovery metadata-options.http-endpoint
    metadata-options.http-protocol-ipv4 metadata-options.http-protocol-ipv6
    metadata-options.http-put-response-hop-limit metadata-options.http-tokens
    metadata-options.instance-metadata-tags metadata-options.state monitoring-state
    network-interface.addresses.association.allocation-id
    network-interface.addresses.association.association-id
    network-interface.addresses.association.carrier-ip
    network-interface.addresses.association.customer-owned-ip
    network-interface.addresses.association.ip-owner-id
    network-interface.addresses.association.public-dns-name
    network-interface.addresses.association.public-ip network-interface.addresses.primary
    network-interface.addresses.private-dns-name network-interface.addresses.private-ip-address
    network-interface.association.allocation-id network-interface.association.association-id
    network-interface.association.carrier-ip network-interface.association.customer-owned-ip
    network-interface.association.ip-owner-id network-interface.association.public-dns-name
    network-interface.association.public-ip network-interface.attachment.attach-time
    network-interface.attachment.attachment-id network-interface.attachment.delete-on-termination
    network-interface.attachment.device-index network-interface.attachment.instance-id
    network-interface.attachment.instance-owner-id network-interface.attachment.network-card-index
    network-interface.attachment.status network-interface.availability-zone
    network-interface.deny-all-igw-traffic network-interface.description network-interface.group-id
    network-interface.group-name network-interface.ipv4-prefixes.ipv4-prefix network-interface.ipv6-address
    network-interface.ipv6-addresses.ipv6-address network-interface.ipv6-addresses.is-primary-ipv6
    network-interface.ipv6-native network-interface.ipv6-prefixes.ipv6-prefix network-interface.mac-address
    network-interface.network-interface-id network-interface.operator.managed
    network-interface.operator.principal network-interface.outpost-arn network-interface.owner-id
    network-interface.private-dns-name network-interface.private-ip-address
    network-interface.public-dns-name network-interface.requester-id network-interface.requester-managed
    network-interface.status network-interface.source-dest-check network-interface.subnet-id
    network-interface.tag-key network-interface.tag-value network-interface.vpc-id
    network-performance-options.bandwidth-weighting operator.managed operator.principal outpost-arn owner-id
    placement-group-name placement-partition-number platform platform-details private-dns-name
    private-dns-name-options.enable-resource-name-dns-a-record
    private-dns-name-options.enable-resource-name-dns-aaaa-record private-dns-name-options.hostname-type
    private-ip-address product-code product-code.type ramdisk-id reason requester-id reservation-id
    root-device-name root-device-type source-dest-check spot-instance-request-id state-reason-code
    state-reason-message subnet-id tag: tag-key tenancy tpm-support usage-operation
    usage-operation-update-time virtualization-type vpc-id
  `,
  DescribeInstanceStatus: `
    availability-zone availability-zone-id event.code event.description event.instance-event-id
    event.not-after event.not-before event.not-before-deadline instance-state-code instance-state-name
    instance-status.reachability instance-status.status operator.managed operator.principal
    system-status.reachability system-status.status attached-ebs-status.status
  `,
  DescribeIamInstanceProfileAssociations: `
    instance-id state
  `,
  DescribeInternetGateways: `
    attachment.state attachment.vpc-id internet-gateway-id owner-id tag: tag-key
  `,
  DescribeNatGateways: `
    nat-gateway-id state subnet-id tag: tag-key vpc-id
  `,
  DescribeNetworkAcls: `
    association.association-id association.network-acl-id association.subnet-id default entry.cidr
    entry.icmp.code entry.icmp.type entry.ipv6-cidr entry.port-range.from entry.port-range.to entry.protocol
    entry.rule-action entry.egress entry.rule-number network-acl-id owner-id tag: tag-key vpc-id
  `,
  DescribeRouteTables: `
    association.gateway-id association.route-table-association-id association.route-table-id
    association.subnet-id association.main owner-id route-table-id route.destination-cidr-block
    route.destination-ipv6-cidr-block route.destination-prefix-list-id route.egress-only-internet-gateway-id
    route.gateway-id route.instance-id route.nat-gateway-id route.transit-gateway-id route.origin
    route.state route.vpc-peering-connection-id tag: tag-key vpc-id
  `,
  DescribeSecurityGroups: `
    description egress.ip-permission.cidr egress.ip-permission.from-port egress.ip-permission.group-id
    egress.ip-permission.group-name egress.ip-permission.ipv6-cidr egress.ip-permission.prefix-list-id
    egress.ip-permission.protocol egress.ip-permission.to-port egress.ip-permission.user-id group-id
    group-name ip-permission.cidr ip-permission.from-port ip-permission.group-id ip-permission.group-name
    ip-permission.ipv6-cidr ip-permission.prefix-list-id ip-permission.protocol ip-permission.to-port
    ip-permission.user-id owner-id tag: tag-key vpc-id
  `,
  DescribeSubnets: `
    availability-zone availability-zone-id available-ip-address-count cidr-block customer-owned-ipv4-pool
    default-for-az enable-dns64 enable-lni-at-device-index ipv6-cidr-block-association.ipv6-cidr-block
    ipv6-cidr-block-association.association-id ipv6-cidr-block-association.state ipv6-native
    map-customer-owned-ip-on-launch map-public-ip-on-launch outpost-arn owner-id
    private-dns-name-options-on-launch.hostname-type
    private-dns-name-options-on-launch.enable-resource-name-dns-a-record
    private-dns-name-options-on-launch.enable-resource-name-dns-aaaa-record state subnet-arn subnet-id tag:
    tag-key vpc-id
  `,
  DescribeTags: `
    key resource-id resource-type tag: value
  `,
  DescribeVpcEndpoints: `
    ip-address-type service-name service-region tag: tag-key vpc-id vpc-endpoint-id vpc-endpoint-state
    vpc-endpoint-type
  `,
  DescribeVpcs: `
    cidr cidr-block-association.cidr-block cidr-block-association.association-id
    cidr-block-association.state dhcp-options-id ipv6-cidr-block-association.ipv6-cidr-block
    ipv6-cidr-block-association.ipv6-pool ipv6-cidr-block-association.association-id
    ipv6-cidr-block-association.state is-default owner-id state tag: tag-key vpc-id
  `,
  DescribeRegions: `
    endpoint opt-in-status region-name
  `,
};

/**
 * The error for a filter that an operation does not read here: EC2 has it and it is not emulated, or EC2 has no such
 * filter.
 */
export function unknownFilter(operation: string, name: string, read: readonly string[]): Error {
  const names = (known[operation] ?? '').trim().split(/\s+/);
  const isKnown = names.includes(name.startsWith('tag:') ? 'tag:' : name);
  if (!isKnown) return new ServiceError('InvalidParameterValue', `The filter '${name}' is invalid`);
  return new NotEmulatedError(`the ${operation} filter '${name}' (it does: ${read.join(', ')})`);
}
