import * as z from 'zod';
import { text, wholeTagKey, wholeTagValue } from './shared-schemas.ts';

/** The name of a resource group in the configuration. */
export const groupName = text(
  /^[a-z][a-z0-9-]{0,63}$/,
  'the name of a group: lower-case letters, digits and dashes, at most 64',
);

const tagValues = z
  .array(wholeTagValue, 'a list of tag values')
  .min(1, 'a list of at least one tag value')
  .max(50, 'a list of at most 50 tag values');

const forms = '{ tags: { <key>: [<value>, ...] } }, { group: <name of a group> } or { all: true }';

/**
 * The instances that something is for: those that have one of the values for every tag key, those in a
 * resource group of `groups`, or all that Systems Manager manages. At most five tag keys, as in the API
 * (Targets, CreateAssociation).
 */
export const targets = z
  .strictObject(
    {
      tags: z.record(wholeTagKey, tagValues, 'an object of tag keys and lists of values').optional(),
      group: groupName.optional(),
      all: z.literal(true, 'true').optional(),
    },
    forms,
  )
  .refine(
    (value) => Object.values(value).filter((part) => part !== undefined).length === 1,
    `one of ${forms}`,
  )
  .refine(({ tags = { one: [] } }) => Object.keys(tags).length >= 1, 'at least one tag key')
  .refine(({ tags = {} }) => Object.keys(tags).length <= 5, 'at most 5 tag keys');

/** The instances that something is for. */
export type Targets = z.output<typeof targets>;

/** The physical name of a group of the configuration. */
export function physicalGroupName(prefix: string, name: string): string {
  return `${prefix}-${name}`;
}

/** The targets in the form that Systems Manager takes (associations, maintenance windows, commands). */
export function toTargets({ tags, group }: Targets, prefix: string): { key: string; values: string[] }[] {
  if (tags !== undefined) return Object.entries(tags).map(([key, values]) => ({ key: `tag:${key}`, values }));
  if (group !== undefined)
    return [{ key: 'resource-groups:Name', values: [physicalGroupName(prefix, group)] }];
  return [{ key: 'InstanceIds', values: ['*'] }];
}
