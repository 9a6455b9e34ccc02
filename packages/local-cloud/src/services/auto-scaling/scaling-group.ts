import type { InstanceSpec } from '../../agent/instance-spec.ts';
import type { Instance } from '../ec2/ec2-instance.ts';
import type { LifecycleHook } from './lifecycle/lifecycle-hook.ts';

/** The states of instances that the local cloud has (user guide, "instance lifecycle"). */
export type LifecycleState =
  | 'Pending'
  | 'Pending:Wait'
  | 'Pending:Proceed'
  | 'InService'
  | 'Terminating'
  | 'Warmed:Pending'
  | 'Warmed:Pending:Wait'
  | 'Warmed:Pending:Proceed'
  | 'Warmed:Stopped'
  | 'Warmed:Running'
  | 'Warmed:Terminating';

/** Where an instance comes from, and where it goes, as events name it. */
export type InstancePlace = 'EC2' | 'WarmPool' | 'AutoScalingGroup';

/** An instance of a group or of its warm pool. */
export interface Member {
  readonly instance: Instance;
  state: LifecycleState;
  origin: InstancePlace;
  destination: InstancePlace;
}

/** The warm pool of a group. */
export interface WarmPool {
  readonly minSize: number;
  /** The most instances of the group and the pool together. @default the maximum of the group */
  readonly preparedMax: number | undefined;
  readonly state: 'Stopped' | 'Running';
}

/** An Auto Scaling group. */
export interface ScalingGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly templateId: string;
  /** Where it launches. */
  readonly place: Pick<InstanceSpec, 'availabilityZone'> & Partial<Pick<InstanceSpec, 'subnetId' | 'vpcId'>>;
  readonly minSize: number;
  readonly maxSize: number;
  desired: number;
  warmPool: WarmPool | undefined;
  /** By name. */
  readonly hooks: Map<string, LifecycleHook>;
  /** By the id of the instance. */
  readonly members: Map<string, Member>;
  /** It is being deleted with all its instances. */
  isDeleted: boolean;
}

/** The members of the group itself: neither in the warm pool nor on their way out. */
export function ofGroup({ members }: ScalingGroup): Member[] {
  return [...members.values()].filter(({ state }) => state !== 'Terminating' && !isWarmed(state));
}

/** The members of the warm pool that are not on their way out. */
export function ofPool({ members }: ScalingGroup): Member[] {
  return [...members.values()].filter(({ state }) => isWarmed(state) && state !== 'Warmed:Terminating');
}

/** How many instances the warm pool is to have. */
export function poolSize({ warmPool, maxSize, desired }: ScalingGroup): number {
  if (warmPool === undefined) return 0;
  return Math.max(warmPool.minSize, (warmPool.preparedMax ?? maxSize) - desired);
}

/** True for the states of the warm pool. */
export function isWarmed(state: LifecycleState): boolean {
  return state.startsWith('Warmed:');
}
