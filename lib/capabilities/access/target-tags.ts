import { markerSinceTag, markerTag } from '../../../lambdas/shared/domain/inventory/marker.ts';
import { patchableTag, patchGroupTag } from '../../../lambdas/shared/domain/patching.ts';
import type { Settings } from '../../configuration/settings.ts';

/** Patch Manager finds the baseline of an instance by one of these two keys, whatever the settings say. */
const patchGroupKeys = [patchGroupTag, 'Patch Group'];

/**
 * The keys of all tags by which the settings choose instances: targets, profiles, exclusions, who may start
 * sessions, patch groups, whether windows may install patches, and what the inventory knows. Whoever may put them on an instance decides
 * what runs on it. The tags of AWS (`aws:...`) are left out, because nobody else can change them.
 */
export function targetTagKeys(settings: Settings, more: readonly string[]): string[] {
  const { profiles, excludeTags, ...capabilities } = settings;
  const keys = [
    ...patchGroupKeys,
    ...(settings.patching === null ? [] : [patchableTag(settings.names.prefix)]),
    ...markerTagsOf(settings),
    ...excludeTags.map(({ key }) => key),
    ...profiles.flatMap(({ tags }) => Object.keys(tags)),
    ...keysOfTargets(capabilities),
    ...more,
  ];
  const own = keys.filter((key) => !/^aws:/i.test(key));
  return [...new Set(own)].sort();
}

/** Both tags of every marker: the second one decides when the first one changes. */
function markerTagsOf({ inventory, names }: Settings): string[] {
  const markers = Object.keys(inventory?.markers ?? {});
  return markers.flatMap((name) => [markerTag(names.prefix, name), markerSinceTag(names.prefix, name)]);
}

/**
 * The keys of every `tags: { <key>: [<value>, ...] }` in a part of the settings. All parts name targets that
 * way.
 */
function keysOfTargets(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]: [string, unknown]) => [
    ...(name === 'tags' && isTargets(value) ? Object.keys(value) : []),
    ...keysOfTargets(value),
  ]);
}

function isTargets(value: unknown): value is Readonly<Record<string, readonly unknown[]>> {
  return typeof value === 'object' && value !== null && Object.values(value).every(Array.isArray);
}
