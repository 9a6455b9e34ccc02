import type { Operation } from '../../core/service.ts';
import type { Ec2World } from './ec2-world.ts';
import type { LaunchDefaults } from './launch-defaults.ts';
import { associateIamInstanceProfile } from './operations/associate-iam-instance-profile.ts';
import { createTags } from './operations/create-tags.ts';
import { deleteTags } from './operations/delete-tags.ts';
import { describeIamInstanceProfileAssociations } from './operations/describe-iam-instance-profile-associations.ts';
import { describeInstanceStatus } from './operations/describe-instance-status.ts';
import { describeInstances } from './operations/describe-instances.ts';
import { describeInternetGateways } from './operations/describe-internet-gateways.ts';
import { describeNatGateways } from './operations/describe-nat-gateways.ts';
import { describeNetworkAcls } from './operations/describe-network-acls.ts';
import { describeRegions } from './operations/describe-regions.ts';
import { describeRouteTables } from './operations/describe-route-tables.ts';
import { describeSecurityGroups } from './operations/describe-security-groups.ts';
import { describeSubnets } from './operations/describe-subnets.ts';
import { describeTags } from './operations/describe-tags.ts';
import { describeVpcAttribute } from './operations/describe-vpc-attribute.ts';
import { describeVpcEndpoints } from './operations/describe-vpc-endpoints.ts';
import { describeVpcs } from './operations/describe-vpcs.ts';
import { disassociateIamInstanceProfile } from './operations/disassociate-iam-instance-profile.ts';
import { modifyInstanceMetadataOptions } from './operations/modify-instance-metadata-options.ts';
import { rebootInstances } from './operations/reboot-instances.ts';
import { runInstances } from './operations/run-instances.ts';
import { startInstances } from './operations/start-instances.ts';
import { stopInstances } from './operations/stop-instances.ts';
import { terminateInstances } from './operations/terminate-instances.ts';

/** The operations by API name, each in a file of its name. */
export function ec2Operations(world: Ec2World, defaults: LaunchDefaults) {
  return {
    AssociateIamInstanceProfile: associateIamInstanceProfile(world),
    CreateTags: createTags(world),
    DeleteTags: deleteTags(world),
    DescribeIamInstanceProfileAssociations: describeIamInstanceProfileAssociations(world),
    DescribeInstanceStatus: describeInstanceStatus(world),
    DescribeInstances: describeInstances(world),
    DescribeInternetGateways: describeInternetGateways(world),
    DescribeNatGateways: describeNatGateways(world),
    DescribeNetworkAcls: describeNetworkAcls(world),
    DescribeRegions: describeRegions(world),
    DescribeRouteTables: describeRouteTables(world),
    DescribeSecurityGroups: describeSecurityGroups(world),
    DescribeSubnets: describeSubnets(world),
    DescribeTags: describeTags(world),
    DescribeVpcAttribute: describeVpcAttribute(world),
    DescribeVpcEndpoints: describeVpcEndpoints(world),
    DescribeVpcs: describeVpcs(world),
    DisassociateIamInstanceProfile: disassociateIamInstanceProfile(world),
    ModifyInstanceMetadataOptions: modifyInstanceMetadataOptions(world),
    RebootInstances: rebootInstances(world),
    RunInstances: runInstances(world, defaults),
    StartInstances: startInstances(world),
    StopInstances: stopInstances(world),
    TerminateInstances: terminateInstances(world),
  } satisfies Record<string, Operation>;
}
