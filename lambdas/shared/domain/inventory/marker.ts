/** What the tag of a marker says. Targets compare whole values. */
export const markerStates = { has: 'has', hasNot: 'has-not' } as const;
export type MarkerState = (typeof markerStates)[keyof typeof markerStates];

/** A marker of the configuration: what the inventory must know of a node. */
export interface Marker {
  readonly name: string;
  /** Names of applications. A `*` at the end stands for any text. One of them is enough. */
  readonly applications: readonly string[];
}

/** The end of the key of the second tag of a marker. No marker has a name that ends so. */
export const sinceSuffix = '-since';

/** The key of the tag that says whether a node has what a marker is about. */
export function markerTag(prefix: string, name: string): string {
  return `${prefix}-Marker-${name}`;
}

/** The key of the tag that says since when. */
export function markerSinceTag(prefix: string, name: string): string {
  return `${markerTag(prefix, name)}${sinceSuffix}`;
}
