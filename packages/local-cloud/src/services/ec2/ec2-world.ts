import type { Host } from '../../core/host.ts';
import type { Fleet } from './instance-fleet.ts';
import type { InstanceProfiles } from './instance-profiles.ts';
import type { ProfileChanges } from './profile-changes.ts';
import type { VpcNetwork } from './vpc-network.ts';

/** The dependencies of the operations of EC2. */
export interface Ec2World {
  readonly fleet: Fleet;
  readonly network: VpcNetwork;
  readonly host: Host;
  readonly profiles: InstanceProfiles;
  readonly profileChanges: ProfileChanges;
}
