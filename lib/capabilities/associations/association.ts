import type { Settings } from '../../configuration/settings.ts';
import { type Targets, tagOfMarker } from '../../configuration/targets.ts';
import type { FieldTargets } from '../capability.ts';
import type { RunSettings } from './associations-schema.ts';

/** An association of the configuration, whichever section declares it. */
export interface Association extends RunSettings {
  /** Its name, without the prefix. */
  readonly name: string;
  /** The field of `muster.config.ts` that declares it. */
  readonly field: string;
  /** The name in the configuration: a file in documents/command, or a document of AWS. */
  readonly document: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
}

/** The quota of associations for one node (AWS General Reference, Systems Manager). */
export const associationsPerNodeMax = 20;

/** What must be known to see which tags targets require: the groups, and what names begin with. */
export type TargetPlace = Pick<Settings, 'groups' | 'names'>;

/**
 * The tags that a target requires. For a marker of the inventory and for a group of `groups` they are known. For all
 * nodes and for the group of a stack there are none.
 */
export function tagsOf(
  { group, tags, inventory }: Targets,
  { groups, names }: TargetPlace,
): Readonly<Record<string, readonly string[]>> {
  if (group !== undefined) {
    const { tags: ofGroup, inventory: wanted } = groups?.[group] ?? {};
    return tagsOf({ tags: ofGroup, inventory: wanted }, { groups, names });
  }
  return inventory === undefined ? (tags ?? {}) : tagOfMarker(inventory, names.prefix);
}

/**
 * False when no node can be a target of both. That is so when they name the same tag key and share no value,
 * because a node has one value for a key. Targets that cannot be known here, such as the members of a stack's
 * group, may meet.
 */
export function canMeet(a: Targets, b: Targets, place: TargetPlace): boolean {
  const tagsOfB = tagsOf(b, place);
  return Object.entries(tagsOf(a, place)).every(([key, values]) => {
    const others = tagsOfB[key];
    return others === undefined || others.some((value) => values.includes(value));
  });
}

/** The targets of associations, each with the field that gives them. */
export function targetsOf(associations: readonly Association[]): FieldTargets[] {
  return associations.map(({ field, targets }) => ({ field: `${field}.targets`, targets }));
}
