import * as z from 'zod';
import { markerStates, markerTag } from '../../lambdas/shared/domain/inventory/marker.ts';
import { shortName, text, wholeTagKey, wholeTagValue } from './shared-schemas.ts';

/** The name of a resource group in the configuration. */
export const groupName = text(
  /^[a-z][a-z0-9-]{0,63}$/,
  'the name of a group: lower-case letters, digits and dashes, at most 64',
);

/** The name of a marker of the inventory. */
export const markerName = shortName;

const inventoryForms = '{ has: <name of a marker> } or { missing: <name of a marker> }';
export const inventoryTarget = z
  .strictObject({ has: markerName.optional(), missing: markerName.optional() }, inventoryForms)
  .refine(({ has, missing }) => (has === undefined) !== (missing === undefined), `one of ${inventoryForms}`);

/** The nodes that have or lack what a marker of the inventory is about. */
export type InventoryTarget = z.output<typeof inventoryTarget>;

const tagValues = z
  .array(wholeTagValue, 'a list of tag values')
  .min(1, 'a list of at least one tag value')
  .max(50, 'a list of at most 50 tag values');

/** The forms of targets besides those that a capability has for itself. */
export const targetForms =
  '{ tags: { <key>: [<value>, ...] } }, { group: <name of a group> }, { inventory: { has | missing: <name of a marker> } } ' +
  'or { all: true }';

/**
 * The instances that something is for: those that have one of the values for every tag key, those in a
 * resource group of `groups`, those that a marker of the inventory finds, or all that Systems Manager manages. At most five tag keys, as in the API
 * (Targets, CreateAssociation).
 */
export const targets = z
  .strictObject(
    {
      tags: z.record(wholeTagKey, tagValues, 'an object of tag keys and lists of values').optional(),
      group: groupName.optional(),
      inventory: inventoryTarget.optional(),
      all: z.literal(true, 'true').optional(),
    },
    targetForms,
  )
  .refine(
    (value) => Object.values(value).filter((part) => part !== undefined).length === 1,
    `one of ${targetForms}`,
  )
  .refine(({ tags = { one: [] } }) => Object.keys(tags).length >= 1, 'at least one tag key')
  .refine(({ tags = {} }) => Object.keys(tags).length <= 5, 'at most 5 tag keys');

/** The instances that something is for. */
export type Targets = z.output<typeof targets>;

/** The physical name of a group of the configuration. */
export function physicalGroupName(prefix: string, name: string): string {
  return `${prefix}-${name}`;
}

/** The tag by which a marker targets nodes. A node that inventory does not know has none, and is no target of either. */
export function tagOfMarker(
  { has, missing = '' }: InventoryTarget,
  prefix: string,
): Record<string, string[]> {
  return has === undefined
    ? { [markerTag(prefix, missing)]: [markerStates.hasNot] }
    : { [markerTag(prefix, has)]: [markerStates.has] };
}

/** The targets in the form that Systems Manager takes (associations, maintenance windows, commands). */
export function toTargets(
  { tags, group, inventory }: Targets,
  prefix: string,
): { key: string; values: string[] }[] {
  const asked = inventory === undefined ? tags : tagOfMarker(inventory, prefix);
  if (asked !== undefined)
    return Object.entries(asked).map(([key, values]) => ({ key: `tag:${key}`, values }));
  if (group !== undefined)
    return [{ key: 'resource-groups:Name', values: [physicalGroupName(prefix, group)] }];
  return [{ key: 'InstanceIds', values: ['*'] }];
}
