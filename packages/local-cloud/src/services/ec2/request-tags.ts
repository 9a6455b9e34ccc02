import type { Tag } from '@aws-sdk/client-ec2';
import type { Tags } from '../../agent/instance-spec.ts';
import { objectionToScriptTag } from '../../agent/script-tags.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import type { Instance } from './ec2-instance.ts';
import type { Fleet } from './instance-fleet.ts';
import { findInstances } from './instance-ids.ts';

/**
 * Reads the tags of a request. Refuses what EC2 refuses: an empty key, a key with the reserved prefix, and wrong
 * lengths. Besides, it refuses a tag of the local cloud whose value says nothing.
 */
export function readTags(tags: readonly Tag[] | undefined): Tags {
  if (tags === undefined || tags.length === 0)
    throw new ServiceError('MissingParameter', 'The request must contain the parameter Tags');
  return Object.fromEntries(
    tags.map(({ Key: key, Value: value = '' }) => {
      if (key === undefined || key === '')
        throw new ServiceError('InvalidParameterValue', 'Tag keys cannot be empty');
      if (key.toLowerCase().startsWith('aws:'))
        throw new ServiceError(
          'InvalidParameterValue',
          `Tag keys starting with 'aws:' are reserved for internal use, received '${key}'`,
        );
      if (key.length > 127 || value.length > 255)
        throw new ServiceError(
          'InvalidParameterValue',
          `Tag '${key.slice(0, 127)}': keys have at most 127 characters and values 255`,
        );
      const objection = objectionToScriptTag(key, value);
      if (objection !== undefined) throw new ServiceError('InvalidParameterValue', objection);
      return [key, value];
    }),
  );
}

/** The instances in a call on tags. Tags of other resources are not emulated. */
export function taggable(fleet: Fleet, resources: readonly string[] = []): Instance[] {
  const other = resources.find((id) => !id.startsWith('i-'));
  if (other !== undefined) throw new NotEmulatedError(`tags of ${other}; only instances have tags here`);
  return findInstances(fleet, resources);
}
