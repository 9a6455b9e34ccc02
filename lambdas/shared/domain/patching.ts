/**
 * The tag that names an instance's patch group. `Patch Group`, with a space, works too, but not if tags are
 * allowed in the instance metadata.
 */
export const patchGroupTag = 'PatchGroup';

/** EMR gives it to each of its nodes at the launch. Nobody else can set or remove a tag that begins with `aws:`. */
export const clusterTag = 'aws:elasticmapreduce:job-flow-id';

/**
 * What the tag of patchable nodes says: whether the node is in a patch group. A window for all patch groups asks for
 * the first value, every other window for either.
 */
export const marks = { inPatchGroup: 'in-patch-group', inNoPatchGroup: 'in-no-patch-group' } as const;
export type Mark = (typeof marks)[keyof typeof marks];

/** The key of the tag that a node must have before a window installs on it. The metadata of instances allows it. */
export function patchableTag(prefix: string): string {
  return `${prefix}-Patchable`;
}

/** The mark that a node with these tags should have, when it is a node of no EMR cluster. */
export function markOf(tags: Readonly<Record<string, string>>): Mark {
  return Object.hasOwn(tags, patchGroupTag) ? marks.inPatchGroup : marks.inNoPatchGroup;
}
