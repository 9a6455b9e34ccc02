import { NotEmulatedError } from '../../core/service.ts';
import type { Instance } from './ec2-instance.ts';
import type { Fleet } from './instance-fleet.ts';
import { findInstances } from './instance-ids.ts';

/** The instances in a call on tags. Tags of other resources are not emulated. */
export function taggable(fleet: Fleet, resources: readonly string[] = []): Instance[] {
  const other = resources.find((id) => !id.startsWith('i-'));
  if (other !== undefined)
    throw new NotEmulatedError(`tags of ${other}; only those of instances change here`);
  return findInstances(fleet, resources);
}
