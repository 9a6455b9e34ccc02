import type { Instance } from '../fleet/instance.ts';
import { type Gap, listIds } from './gaps.ts';
import type { NetworkAclEvidence } from './network-acl.ts';
import type { NetworkEvidence, VpcEvidence } from './network-evidence.ts';
import type { RouteTableEvidence } from './route-table.ts';

/** Where an instance is in its network. */
export interface Place {
  readonly instance: Instance;
  readonly vpc: VpcEvidence;
  readonly groups: NetworkEvidence['securityGroups'];
  readonly groupIds: readonly string[];
  /** The route table of its subnet; undefined when it could not be read, or is not visible. */
  readonly table: RouteTableEvidence | undefined;
  /** The network ACL of its subnet; undefined as above. */
  readonly acl: NetworkAclEvidence | undefined;
  readonly owner: Owner;
}

/**
 * Who owns the VPC. Another account may share a subnet. It then shows what the subnet has, but not its
 * endpoints (Amazon VPC user guide, "Responsibilities and permissions for owners and participants").
 */
export type Owner =
  | { readonly kind: 'own' }
  | { readonly kind: 'other'; readonly accountId: string | undefined }
  | { readonly kind: 'unknown' };

/** The place of an instance; undefined when its VPC was not read. */
export function placeOf(instance: Instance, evidence: NetworkEvidence): Place | undefined {
  const vpc = evidence.vpcs.get(instance.vpcId ?? '');
  if (vpc === undefined) return undefined;
  const { subnetId, securityGroupIds: groupIds = [] } = instance;
  return {
    instance,
    vpc,
    groups: evidence.securityGroups,
    groupIds,
    table: routeTableOf(subnetId, vpc),
    acl: aclOf(subnetId, vpc),
    owner: ownerOf(instance, vpc),
  };
}

/** The network ACL of a subnet, if it is seen. */
export function aclOf(subnetId: string | undefined, { networkAcls = [] }: VpcEvidence) {
  return subnetId === undefined
    ? undefined
    : networkAcls.find(({ subnetIds }) => subnetIds.includes(subnetId));
}

function routeTableOf(subnetId: string | undefined, { routeTables = [] }: VpcEvidence) {
  if (subnetId === undefined) return undefined;
  const own = routeTables.find(({ subnetIds }) => subnetIds.includes(subnetId));
  return own ?? routeTables.find(({ isMain }) => isMain);
}

function ownerOf({ ownerId }: Instance, vpc: VpcEvidence): Owner {
  if (vpc.routeTables?.length === 0) return { kind: 'other', accountId: vpc.ownerId };
  if (ownerId === undefined || vpc.ownerId === undefined) return { kind: 'unknown' };
  return ownerId === vpc.ownerId ? { kind: 'own' } : { kind: 'other', accountId: vpc.ownerId };
}

/** The most security groups that a name lists. */
const groupsMax = 3;

/** The evidence of the network that could not be read, or was not. */
export function gapsOf(place: Place): Gap[] {
  const { instance, vpc, groups, groupIds, table, acl, owner } = place;
  const { vpcId, endpoints } = vpc;
  const isOther = owner.kind === 'other';
  const used = [...groupIds, ...(endpoints ?? []).flatMap(({ securityGroupIds }) => securityGroupIds)];
  const unread = [...new Set(used)].filter((id) => !groups.has(id));
  const gaps: (Gap | false)[] = [
    owner.kind === 'unknown' && { kind: 'owner', name: `the owner of ${vpcId}` },
    vpc.answersDns === undefined && { kind: 'DNS', name: `DNS support of ${vpcId}` },
    endpoints === undefined && !isOther && { kind: 'endpoints', name: `the endpoints of ${vpcId}` },
    table === undefined &&
      !isOther && { kind: 'route table', name: `the route table of ${instance.subnetId}` },
    acl === undefined && !isOther && { kind: 'network ACL', name: `the network ACL of ${instance.subnetId}` },
    unread.length > 0 && { kind: 'security groups', name: `security groups ${listIds(unread, groupsMax)}` },
    ...(endpoints ?? []).map(
      ({ policy, endpointId }): Gap | false =>
        policy === undefined && { kind: 'endpoint policy', name: `the policy of ${endpointId}` },
    ),
  ];
  return gaps.filter((gap) => gap !== false);
}

/** What the owner of the VPC does not show; empty in a VPC of one's own. */
export function hiddenIn({ instance, vpc, table, acl, owner }: Place): string[] {
  if (owner.kind !== 'other') return [];
  const who = owner.accountId === undefined ? 'its owner' : `its owner ${owner.accountId}`;
  return [
    `endpoints that ${who} has in ${vpc.vpcId}`,
    ...(table === undefined ? [`the route table of ${instance.subnetId}`] : []),
    ...(acl === undefined ? [`the network ACL of ${instance.subnetId}`] : []),
  ];
}
