import type { TagSpecification } from '@aws-sdk/client-ec2';
import type { Tags } from '../../agent/instance-spec.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { checkCount, readTags } from './request-tags.ts';

/** What a launch creates and DescribeTags shows. */
export type TaggedByLaunch = 'instance' | 'volume' | 'spot-instances-request';

export type LaunchTags = Readonly<Record<TaggedByLaunch, Tags>>;

/**
 * Reads the tags of a launch. No call here shows network interfaces, so tags of them are not emulated; a request for
 * spot instances is there only with that market.
 */
export function readLaunchTags(
  specifications: readonly TagSpecification[] = [],
  { isSpot }: { readonly isSpot: boolean },
): LaunchTags {
  const tags: Record<TaggedByLaunch, Tags> = { instance: {}, volume: {}, 'spot-instances-request': {} };
  for (const { ResourceType: type, Tags: given } of specifications) {
    if (type === 'network-interface')
      throw new NotEmulatedError('tags of network interfaces (TagSpecifications of RunInstances)');
    if (!isTagged(type) || (type === 'spot-instances-request' && !isSpot))
      throw new ServiceError(
        'InvalidParameterValue',
        `'${type}' is not a valid taggable resource type for this operation.`,
      );
    tags[type] = checkCount({ ...tags[type], ...readTags(given) });
  }
  return tags;
}

function isTagged(type: string | undefined): type is TaggedByLaunch {
  return type === 'instance' || type === 'volume' || type === 'spot-instances-request';
}
