import * as z from 'zod';
import { text } from '../../configuration/shared-schemas.ts';
import { targets, toTargets } from '../../configuration/targets.ts';

/**
 * The tag that names an instance's patch group. `Patch Group`, with a space, works too, but not if tags are
 * allowed in the instance metadata.
 */
export const patchGroupTag = 'PatchGroup';

/**
 * The value of the tag PatchGroup. AWS allows more, but a tag value, a name and a path must all be able to
 * hold it.
 */
const patchGroupForm = 'the name of a patch group: letters, digits, dots, dashes and underscores, at most 64';
export const patchGroupName = text(/^[A-Za-z0-9_.-]{1,64}$/, patchGroupForm);

const targetForms =
  '{ patchGroups: [<name>, ...] }, { tags: { <key>: [<value>, ...] } }, { group: <name of a group> } or { all: true }';
const groupList = 'a list of 1 to 50 patch groups';

/** The instances that a window is for. `all` means those in any patch group. */
export const windowTargets = z
  .strictObject(
    {
      ...targets.shape,
      patchGroups: z.array(patchGroupName, groupList).min(1, groupList).max(50, groupList).optional(),
    },
    targetForms,
  )
  .refine(
    (value) => Object.values(value).filter((part) => part !== undefined).length === 1,
    `one of ${targetForms}`,
  )
  .refine(({ tags = { one: [] } }) => Object.keys(tags).length >= 1, 'at least one tag key')
  .refine(({ tags = {} }) => Object.keys(tags).length <= 5, 'at most 5 tag keys');
export type WindowTargets = z.output<typeof windowTargets>;

/**
 * The targets in the form that a window takes. A window cannot name all instances, so "all" means those in a
 * patch group.
 */
export function toWindowTargets({ patchGroups, all, ...others }: WindowTargets, prefix: string) {
  if (all === true) return [{ key: 'tag-key', values: [patchGroupTag] }];
  if (patchGroups !== undefined) return [{ key: `tag:${patchGroupTag}`, values: patchGroups }];
  return toTargets(others, prefix);
}
