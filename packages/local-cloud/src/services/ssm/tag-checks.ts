import type { Tag } from '@aws-sdk/client-ssm';
import type { Validation } from '../../core/validation.ts';

/** The form of keys and values of tags (botocore). */
const TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
/** The most tags in one request (botocore). How many a resource has at most is another limit. */
const TAGS_MAX = 1_000;

/** Adds the constraints of the tags of a request. */
export function checkTags(validation: Validation, tags: readonly Tag[] = []): Validation {
  validation.entries(tags.length, 'tags', [0, TAGS_MAX]);
  tags.forEach(({ Key: key, Value: value }, index) => {
    checkKey(validation, key, `tags.${index + 1}.member.key`);
    validation
      .length(value, `tags.${index + 1}.member.value`, [0, 256])
      .pattern(value, `tags.${index + 1}.member.value`, TEXT);
  });
  return validation;
}

/** Adds the constraints of the keys of a request. */
export function checkTagKeys(validation: Validation, keys: readonly string[] = []): Validation {
  keys.forEach((key, index) => {
    checkKey(validation, key, `tagKeys.${index + 1}.member`);
  });
  return validation;
}

function checkKey(validation: Validation, key: string | undefined, at: string): void {
  validation.length(key, at, [1, 128]).pattern(key, at, TEXT);
}
