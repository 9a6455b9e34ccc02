import type { Tag } from '@aws-sdk/client-ec2';
import type { Tags } from '../../agent/instance-spec.ts';
import { objectionToScriptTag } from '../../agent/script-tags.ts';
import { ServiceError } from '../../core/service.ts';

/** The limits of tags (EC2 user guide). Lengths count characters of Unicode. */
const keyMax = 128;
const valueMax = 256;
const tagsMax = 50;

/**
 * Reads the tags of a request. Refuses what EC2 refuses: an empty key, a key with the reserved prefix, a key twice, and
 * wrong lengths. Besides, it refuses a tag of the local cloud whose value says nothing.
 */
export function readTags(tags: readonly Tag[] | undefined): Tags {
  if (tags === undefined || tags.length === 0)
    throw new ServiceError('MissingParameter', 'The request must contain the parameter Tags');
  const read = new Map<string, string>();
  for (const { Key: key = '', Value: value = '' } of tags) {
    checkTag(key, value);
    if (read.has(key)) throw invalid(`Duplicate tag key '${key}' specified.`);
    read.set(key, value);
  }
  return checkCount(Object.fromEntries(read));
}

/** Refuses more tags than a resource may have, and gives the tags back. */
export function checkCount(tags: Tags): Tags {
  // Tags of AWS's own (`aws:...`) do not count.
  if (Object.keys(tags).filter((key) => !key.startsWith('aws:')).length <= tagsMax) return tags;
  throw new ServiceError(
    'TagLimitExceeded',
    `The maximum number of Tags for a resource has been reached: ${tagsMax}.`,
  );
}

function checkTag(key: string, value: string): void {
  if (key === '') throw invalid('Tag keys cannot be empty');
  if (key.toLowerCase().startsWith('aws:'))
    throw invalid(`Tag keys starting with 'aws:' are reserved for internal use, received '${key}'`);
  if ([...key].length > keyMax) throw invalid(`Tag key exceeds the maximum length of ${keyMax} characters`);
  if ([...value].length > valueMax)
    throw invalid(`Tag value exceeds the maximum length of ${valueMax} characters`);
  const objection = objectionToScriptTag(key, value);
  if (objection !== undefined) throw invalid(objection);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}
