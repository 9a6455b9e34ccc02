import * as z from 'zod';
import { marks, patchableTag, patchGroupTag } from '../../../lambdas/shared/domain/patching.ts';
import { text } from '../../configuration/shared-schemas.ts';
import { targetForms, targets, toTargets } from '../../configuration/targets.ts';
import { type TargetPlace, tagsOf } from '../associations/association.ts';

/**
 * The value of the tag PatchGroup. AWS allows more, but a tag value, a name and a path must all be able to
 * hold it.
 */
const patchGroupForm = 'the name of a patch group: letters, digits, dots, dashes and underscores, at most 64';
export const patchGroupName = text(/^[A-Za-z0-9_.-]{1,64}$/, patchGroupForm);

const windowForms = `{ patchGroups: [<name>, ...] }, ${targetForms}`;
const groupList = 'a list of 1 to 50 patch groups';

/** The instances that a window is for. `all` means those in any patch group. */
export const windowTargets = z
  .strictObject(
    {
      ...targets.shape,
      patchGroups: z.array(patchGroupName, groupList).min(1, groupList).max(50, groupList).optional(),
    },
    windowForms,
  )
  .refine(
    (value) => Object.values(value).filter((part) => part !== undefined).length === 1,
    `one of ${windowForms}`,
  )
  .refine(({ tags = { one: [] } }) => Object.keys(tags).length >= 1, 'at least one tag key')
  .refine(({ tags = {} }) => Object.keys(tags).length <= 5, 'at most 5 tag keys');
export type WindowTargets = z.output<typeof windowTargets>;

/** The targets in the form that CloudFormation takes. */
export interface TargetForm {
  readonly resourceType: 'INSTANCE' | 'RESOURCE_GROUP';
  readonly targets: { key: string; values: string[] }[];
}

/**
 * The targets in the form that a window takes. A window cannot name all instances, so "all" means those in a
 * patch group.
 */
export function toWindowTargets({ patchGroups, all, ...others }: WindowTargets, prefix: string): TargetForm {
  const form = (list: TargetForm['targets']) => ({ resourceType: 'INSTANCE' as const, targets: list });
  if (all === true) return form([{ key: 'tag-key', values: [patchGroupTag] }]);
  if (patchGroups !== undefined) return form([{ key: `tag:${patchGroupTag}`, values: patchGroups }]);
  const resourceType = others.group === undefined ? 'INSTANCE' : 'RESOURCE_GROUP';
  return { resourceType, targets: toTargets(others, prefix) };
}

/**
 * Those of the targets on which patches may be installed: they have the mark as well, because a node must have all tags
 * that targets name. A resource group and a tag cannot be named together, so a group of tags becomes its tags. The group
 * of a stack has instances that the stack declares, and no node of EMR is one: it needs no mark.
 */
export function toInstallTargets(given: WindowTargets, place: TargetPlace): TargetForm {
  const { prefix } = place.names;
  if (!needsMarks(given, place)) return toWindowTargets(given, prefix);
  const isMarked = (values: readonly string[]) => ({
    key: `tag:${patchableTag(prefix)}`,
    values: [...values],
  });
  if (given.all === true) return { resourceType: 'INSTANCE', targets: [isMarked([marks.inPatchGroup])] };
  const tags = Object.entries(requiredTags(given, place));
  const list = tags.map(([key, values]) => ({ key: `tag:${key}`, values: [...values] }));
  return { resourceType: 'INSTANCE', targets: [...list, isMarked(Object.values(marks))] };
}

/** Whether nodes must be marked before a window may install on these targets. */
export function needsMarks({ group }: WindowTargets, { groups }: TargetPlace): boolean {
  if (group === undefined) return true;
  const declared = groups?.[group];
  return declared !== undefined && declared.stack === undefined;
}

/** The tags that the targets require, as far as they are known. */
export function requiredTags(
  { patchGroups, ...others }: WindowTargets,
  place: TargetPlace,
): Readonly<Record<string, readonly string[]>> {
  return patchGroups === undefined ? tagsOf(others, place) : { [patchGroupTag]: patchGroups };
}
