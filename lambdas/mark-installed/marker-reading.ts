import type { Tags } from '../shared/domain/fleet/instance.ts';
import {
  type MarkerState,
  markerSinceTag,
  markerStates,
  markerTag,
} from '../shared/domain/inventory/marker.ts';

/** What the two tags of a marker say of a node. */
export interface MarkerReading {
  readonly state: MarkerState;
  readonly sinceMs: number;
  /** When inventory was first seen to say the contrary. */
  readonly doubtedMs?: number;
}

const word = ' doubted ';
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Reads the tags of a node. Undefined when they are not there, or are none of ours: somebody may have changed them. */
export function readMarker(tags: Tags, prefix: string, name: string): MarkerReading | undefined {
  const state = Object.values(markerStates).find((each) => each === tags[markerTag(prefix, name)]);
  const [since = '', doubted] = (tags[markerSinceTag(prefix, name)] ?? '').split(word);
  const times = [since, doubted].map((text) =>
    text !== undefined && time.test(text) ? Date.parse(text) : NaN,
  );
  const [sinceMs = NaN, doubtedMs = NaN] = times;
  if (state === undefined || Number.isNaN(sinceMs)) return undefined;
  return { state, sinceMs, ...(Number.isNaN(doubtedMs) ? {} : { doubtedMs }) };
}

/** The tags that say it. Their values have no characters but those that Systems Manager allows in tags. */
export function writeMarker(
  { state, sinceMs, doubtedMs }: MarkerReading,
  prefix: string,
  name: string,
): Record<string, string> {
  const since = toText(sinceMs) + (doubtedMs === undefined ? '' : `${word}${toText(doubtedMs)}`);
  return { [markerTag(prefix, name)]: state, [markerSinceTag(prefix, name)]: since };
}

function toText(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
