import type { NetworkAcl, RouteTable, Subnet, VpcEndpoint } from '@aws-sdk/client-ec2';
import { rangeOf } from '../../domain/diagnosis/address-ranges.ts';
import type { VpcEvidence } from '../../domain/diagnosis/network-evidence.ts';
import { applianceIds, readEndpoint } from './endpoint-shapes.ts';
import { readNetworkAcl, readRouteTable } from './network-shapes.ts';

/** What EC2 says of the parts of some VPCs. A part is undefined when it could not be read. */
export interface VpcParts {
  readonly endpoints: readonly VpcEndpoint[] | undefined;
  readonly routeTables: readonly RouteTable[] | undefined;
  readonly subnets: readonly Subnet[] | undefined;
  readonly networkAcls: readonly NetworkAcl[] | undefined;
}

/** One VPC, from the parts of some. */
export function readVpc(
  vpcId: string,
  { endpoints, routeTables, subnets, networkAcls, answersDns }: VpcParts & Pick<VpcEvidence, 'answersDns'>,
): VpcEvidence {
  const isOwn = ({ VpcId }: { readonly VpcId?: string | undefined }) => VpcId === vpcId;
  const [own, tables, acls] = [
    subnets?.filter(isOwn),
    routeTables?.filter(isOwn),
    networkAcls?.filter(isOwn),
  ];
  const appliances = applianceIds(endpoints ?? []);
  const owners = [...(own ?? []), ...(tables ?? []), ...(acls ?? [])].map(({ OwnerId }) => OwnerId);
  return {
    vpcId,
    // A VPC is shared by its subnets, and all of it has one owner.
    ownerId: owners.find((owner) => owner !== undefined),
    answersDns,
    endpoints: endpoints?.filter(isOwn).flatMap(readEndpoint),
    routeTables: tables?.map((table) => readRouteTable(table, appliances)),
    subnets: new Map(
      (own ?? []).flatMap(({ SubnetId, CidrBlock }) => {
        const range = rangeOf(CidrBlock ?? '');
        return SubnetId === undefined || range === undefined ? [] : [[SubnetId, range] as const];
      }),
    ),
    networkAcls: acls?.map(readNetworkAcl),
  };
}
