import { type Association, type TargetPlace, tagsOf } from './association.ts';

/**
 * The most associations that one node can have, as far as their targets are known. A node has one value for a
 * tag key, so of the associations for a key it has only those of one value. An association with several keys
 * is counted under the key that tells it apart from most others. The result may be larger than the real
 * maximum, and never smaller.
 */
export function largestCrowd(
  associations: readonly Association[],
  place: TargetPlace,
): readonly Association[] {
  const crowds = new Map<string, Map<string, Association[]>>();
  const crowd = new Set<Association>();
  for (const association of associations) {
    const key = narrowestKey(association, associations, place);
    if (key === undefined) {
      crowd.add(association);
      continue;
    }
    const byValue = crowds.get(key) ?? new Map<string, Association[]>();
    crowds.set(key, byValue);
    for (const value of new Set(tagsOf(association.targets, place)[key]))
      byValue.set(value, [...(byValue.get(value) ?? []), association]);
  }
  for (const byValue of crowds.values()) {
    const [largest = []] = [...byValue.values()].sort((a, b) => b.length - a.length);
    for (const association of largest) crowd.add(association);
  }
  return associations.filter((each) => crowd.has(each));
}

/** The key whose values the fewest others share; none if every node may be meant. */
function narrowestKey(
  { targets }: Association,
  associations: readonly Association[],
  place: TargetPlace,
): string | undefined {
  const rivals = ([key, values]: [string, readonly string[]]) =>
    associations.filter((other) => tagsOf(other.targets, place)[key]?.some((value) => values.includes(value)))
      .length;
  const [narrowest] = Object.entries(tagsOf(targets, place))
    .map((tag) => ({ key: tag[0], rivals: rivals(tag) }))
    .sort((a, b) => a.rivals - b.rivals);
  return narrowest?.key;
}
