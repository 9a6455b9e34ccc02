import type { InstanceSpec } from '../../agent/instance-spec.ts';
import type { Host, ServiceEvent } from '../../core/host.ts';
import type { Operation, Service } from '../../core/service.ts';
import type { Instance } from './ec2-instance.ts';
import { ec2Operations } from './ec2-operations.ts';
import { Fleet } from './instance-fleet.ts';
import { type InstanceProfiles, noProfiles } from './instance-profiles.ts';
import type { LaunchDefaults } from './launch-defaults.ts';
import { ProfileChanges } from './profile-changes.ts';
import { refuseUnknown } from './refuse-unknown.ts';
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
  /** The VPCs. Fleets declare them. An undeclared network works. */
  readonly network: VpcNetwork;
  /** What happens to agents when profiles change. */
  readonly profileChanges: ProfileChanges;
  readonly operations: Readonly<Record<string, Operation>>;
  /** The parameters that EC2 of this region does not know yet. A call with one of them is refused. */
  readonly unknownParameters = new Set<string>();

  /**
   * `emit` receives an event at each state change. `defaults` complete a bare RunInstances.
   */
  constructor(
    host: Host,
    emit: (event: ServiceEvent) => void,
    defaults: Partial<LaunchDefaults> = {},
    profiles: InstanceProfiles = noProfiles,
  ) {
    this.network = new VpcNetwork();
    this.fleet = new Fleet(host, emit, (spec) => {
      this.network.adopt(spec);
      if (spec.instanceProfileArn !== undefined) profiles.adopt(spec.instanceProfileArn);
    });
    this.profileChanges = new ProfileChanges(host, this.fleet, profiles);
    const { fleet, network, profileChanges } = this;
    const world = { fleet, network, host, profiles, profileChanges };
    const operations = Object.entries(ec2Operations(world, { ...DEFAULTS, ...defaults }));
    this.operations = Object.fromEntries(
      operations.map(([name, operation]) => [name, refuseUnknown(operation, this.unknownParameters)]),
    );
  }

  /** Launches one reservation of instances. It needs no permission, because it is not an API call. */
  launch(specs: readonly InstanceSpec[]): readonly Instance[] {
    return this.fleet.launch(specs);
  }
}
