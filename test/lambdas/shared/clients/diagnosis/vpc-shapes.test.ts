import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readVpc, type VpcParts } from '../../../../../lambdas/shared/clients/diagnosis/vpc-shapes.ts';
import { diagnoseNetwork } from '../../../../../lambdas/shared/domain/diagnosis/diagnose-network.ts';
import type { SecurityGroupEvidence } from '../../../../../lambdas/shared/domain/diagnosis/security-group.ts';
import { accountId, otherAccountId } from '../../../../accounts.ts';
import { anInstance } from '../../../builders.ts';

/**
 * What EC2 said of networks that others made. From the tests of github.com/batfish/batfish
 * (representation/aws/test-*, Apache-2.0), with ids replaced and members left out that are not read.
 */
interface Recorded {
  readonly name: string;
  readonly RouteTables: NonNullable<VpcParts['routeTables']>;
  readonly NetworkAcls: NonNullable<VpcParts['networkAcls']>;
  readonly Subnets: NonNullable<VpcParts['subnets']>;
  readonly VpcEndpoints: NonNullable<VpcParts['endpoints']>;
  readonly instances: readonly { SubnetId: string; VpcId: string; PublicIpAddress?: string }[];
}
const file = new URL('./recorded-networks.json', import.meta.url);
const networks: readonly Recorded[] = JSON.parse(readFileSync(file, 'utf8'));

/** The fault of each instance of a network, whose security groups let everything out. */
function faultsIn({ instances, ...network }: Recorded, ownerId: string): string[] {
  const all = { blocks: ['0.0.0.0/0'], groupIds: [], hasPrefixList: false };
  const open: SecurityGroupEvidence = { ingress: [], egress: [all] };
  return instances.map(({ SubnetId, VpcId, PublicIpAddress }) => {
    const vpc = readVpc(VpcId, {
      routeTables: network.RouteTables,
      networkAcls: network.NetworkAcls,
      subnets: network.Subnets,
      endpoints: network.VpcEndpoints,
      answersDns: true,
    });
    const place = { ownerId, vpcId: VpcId, subnetId: SubnetId, securityGroupIds: ['sg-1'] };
    const address = PublicIpAddress === undefined ? {} : { publicIpAddress: PublicIpAddress };
    const { fault, gaps, shared } = diagnoseNetwork(anInstance({ ...place, ...address }), {
      vpcs: new Map([[VpcId, vpc]]),
      securityGroups: new Map([['sg-1', open]]),
    });
    expect(gaps).toEqual([]);
    const found = fault === undefined ? 'none' : `${fault.certainty} ${fault.code}`;
    return shared === undefined ? found : `${found}, shared`;
  });
}

describe('recorded networks', () => {
  it.each([
    ['S3 by a gateway endpoint', ['none', 'certain NoRoute']],
    ['a transit gateway', ['likely NoRoute', 'likely NoRoute', 'none']],
    ['peerings', ['likely NoRoute', 'likely NoRoute', 'likely NoRoute']],
    ['a VPN', ['none']],
    ['a NAT gateway', ['none', 'certain NoRoute', 'none']],
  ])('with %s: %j', (name, faults) => {
    const network = networks.find((one) => one.name === name);
    if (network === undefined) throw new Error(`${name} is not recorded`);
    expect(faultsIn(network, accountId)).toEqual(faults);
  });

  it('say nothing of the ways in a VPC of another account', () => {
    const faults = networks.flatMap((network) => faultsIn(network, otherAccountId));
    expect(faults).toHaveLength(12);
    for (const fault of faults) expect(fault).toBe('none, shared');
  });
});
