/** The kinds of evidence. Which calls give each is in `networkReads` and `accessReads`. */
export type EvidenceKind =
  | 'instance profile'
  | 'role'
  | 'Default Host Management'
  | 'VPC'
  | 'owner'
  | 'DNS'
  | 'endpoints'
  | 'endpoint policy'
  | 'route table'
  | 'security groups'
  | 'network ACL'
  | 'hybrid nodes';

/** Evidence of one resource that is missing, because a read failed or was not made. */
export interface Gap {
  readonly kind: EvidenceKind;
  /** The evidence in words: `the route table of subnet-1`. */
  readonly name: string;
}

/** What Muster never looks at, by where it is. A cause there ends as `AgentSilent`. */
export const neverLookedAt = {
  access: ['policies of the organisation', 'the trust policy of the role'],
  network: [
    "the network beyond the subnet's route table",
    'private hosted zones and DHCP options of the VPC',
  ],
  instance: ['the instance itself (its agent, clock, firewall and proxy)'],
} as const;

/** Where a private hosted zone may lead, and which DNS servers are asked, is not looked at. */
export const namesInVpc = neverLookedAt.network[1];

/** Shows some ids of many, in the same order whatever EC2's. */
export function listIds(ids: readonly string[], max = Number.POSITIVE_INFINITY): string {
  const sorted = ids.toSorted();
  const more = sorted.length > max ? ` and ${sorted.length - max} more` : '';
  return `${sorted.slice(0, max).join(', ')}${more}`;
}
