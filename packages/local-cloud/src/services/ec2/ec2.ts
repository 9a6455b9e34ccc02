import type { InstanceSpec } from '../../agent/instance-spec.ts';
import type { Host, ServiceEvent } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import type { Instance } from './ec2-instance.ts';
import { Fleet } from './instance-fleet.ts';
import type { LaunchDefaults } from './launch-defaults.ts';
import { createTags } from './operations/create-tags.ts';
import { deleteTags } from './operations/delete-tags.ts';
import { describeIamInstanceProfileAssociations } from './operations/describe-iam-instance-profile-associations.ts';
import { describeInstanceStatus } from './operations/describe-instance-status.ts';
import { describeInstances } from './operations/describe-instances.ts';
import { describeInternetGateways } from './operations/describe-internet-gateways.ts';
import { describeNatGateways } from './operations/describe-nat-gateways.ts';
import { describeRouteTables } from './operations/describe-route-tables.ts';
import { describeSecurityGroups } from './operations/describe-security-groups.ts';
import { describeSubnets } from './operations/describe-subnets.ts';
import { describeTags } from './operations/describe-tags.ts';
import { describeVpcAttribute } from './operations/describe-vpc-attribute.ts';
import { describeVpcEndpoints } from './operations/describe-vpc-endpoints.ts';
import { describeVpcs } from './operations/describe-vpcs.ts';
import { runInstances } from './operations/run-instances.ts';
import { startInstances } from './operations/start-instances.ts';
import { stopInstances } from './operations/stop-instances.ts';
import { terminateInstances } from './operations/terminate-instances.ts';
import { VpcNetwork } from './vpc-network.ts';

const DEFAULTS: LaunchDefaults = {
  vpcId: 'vpc-00000000000000001',
  subnetId: 'subnet-00000000000000001',
  agentVersion: '3.3.4177.0',
  hasDefaultHostManagement: false,
  registration: { kind: 'normal' },
};

/** EC2 of the local cloud: instances, their tags, states and events. */
export class Ec2 implements Service {
  readonly name = 'ec2';
  /** The instances. Systems Manager works on the same objects. */
  readonly fleet: Fleet;
  /** The VPCs. Fleets declare them; what nobody declares works. */
  readonly network: VpcNetwork;
  readonly operations: Readonly<Record<string, Operation>>;

  /**
   * `emit` gets an event at each state change, at that moment. `defaults` say what a bare RunInstances gets.
   * `adoptProfile` is told the ARN of every instance profile that is launched with.
   */
  constructor(
    host: Host,
    emit: (event: ServiceEvent) => void,
    defaults: Partial<LaunchDefaults> = {},
    adoptProfile: (profileArn: string) => void = () => undefined,
  ) {
    this.network = new VpcNetwork();
    this.fleet = new Fleet(host, emit, (spec) => {
      this.network.adopt(spec);
      if (spec.instanceProfileArn !== undefined) adoptProfile(spec.instanceProfileArn);
    });
    const world = { fleet: this.fleet, network: this.network, host };
    this.operations = {
      CreateTags: createTags(world),
      DeleteTags: deleteTags(world),
      DescribeIamInstanceProfileAssociations: describeIamInstanceProfileAssociations(world),
      DescribeInstanceStatus: describeInstanceStatus(world),
      DescribeInstances: describeInstances(world),
      DescribeInternetGateways: describeInternetGateways(world),
      DescribeNatGateways: describeNatGateways(world),
      DescribeRouteTables: describeRouteTables(world),
      DescribeSecurityGroups: describeSecurityGroups(world),
      DescribeSubnets: describeSubnets(world),
      DescribeTags: describeTags(world),
      DescribeVpcAttribute: describeVpcAttribute(world),
      DescribeVpcEndpoints: describeVpcEndpoints(world),
      DescribeVpcs: describeVpcs(world),
      RunInstances: runInstances(world, { ...DEFAULTS, ...defaults }),
      StartInstances: startInstances(world),
      StopInstances: stopInstances(world),
      TerminateInstances: terminateInstances(world),
    };
  }

  /** Launches one reservation of instances that the caller describes. Needs no permission: it is the world's doing. */
  launch(specs: readonly InstanceSpec[]): readonly Instance[] {
    return this.fleet.launch(specs);
  }
}
