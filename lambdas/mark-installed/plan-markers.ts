import type { Tags } from '../shared/domain/fleet/instance.ts';
import { type Marker, type MarkerState, markerStates } from '../shared/domain/inventory/marker.ts';
import { type MarkerReading, readMarker, writeMarker } from './marker-reading.ts';

/** What the inventory says, and the tags as they are. */
export interface MarkerCensus {
  readonly prefix: string;
  readonly markers: readonly Marker[];
  /** The nodes that inventory shows as active. */
  readonly nodeIds: ReadonlySet<string>;
  /** By marker, the nodes that have one of its applications. */
  readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
  readonly tags: ReadonlyMap<string, Tags>;
  readonly nowMs: number;
}

/** Why the tags of a node change. */
export type MarkerReason = 'first seen' | 'doubted' | 'no longer doubted' | 'confirmed' | 'not contradicted';

/** The tags that nodes get, and why. */
export interface MarkerWrite {
  readonly tags: Readonly<Record<string, string>>;
  readonly nodeIds: readonly string[];
}

/** What has to change. */
export interface MarkerPlan {
  readonly writes: readonly MarkerWrite[];
  /** How many changes there are of each reason. */
  readonly reasons: ReadonlyMap<MarkerReason, number>;
  /** Nodes whose applications inventory does not know: they get no tag, and keep those that they have. */
  readonly unknown: readonly string[];
}

/** The capture is timed by the clock of the node, which may be ahead by this much. */
const clockMarginMs = 15 * 60_000;
/**
 * Without a second capture, a doubt that stood for this long is believed. AWS does not say that the time of a capture moves
 * when nothing has changed since.
 */
const doubtMsMax = 3 * 86_400_000;

interface Case {
  readonly nodeId: string;
  readonly name: string;
  readonly seen: MarkerState;
  readonly told: MarkerReading | undefined;
}

/**
 * The nodes of which must be known when inventory captured their applications. All others are settled by what the lists
 * say, so a fleet in which nothing changes asks about nobody.
 */
export function findOpenNodes(census: MarkerCensus): string[] {
  return [...new Set(listCases(census).flatMap((each) => (isOpen(each) ? [each.nodeId] : [])))];
}

function isOpen({ seen, told }: Case): boolean {
  if (told === undefined) return seen === markerStates.hasNot;
  return seen !== told.state && told.doubtedMs !== undefined;
}

/**
 * The tags that change. A node gets its first tags at once, if inventory knows its applications. Later one capture that
 * contradicts them is noted as a doubt, and a second one changes them: a package is away for a moment while it is upgraded.
 * `captures` has the times of the last captures of the open nodes whose applications inventory knows.
 */
export function planMarkers(census: MarkerCensus, captures: ReadonlyMap<string, number>): MarkerPlan {
  const changes = new Map<string, Record<string, string>>();
  const reasons = new Map<MarkerReason, number>();
  const unknown = new Set<string>();
  for (const each of listCases(census)) {
    const capturedMs = captures.get(each.nodeId);
    if (isOpen(each) && capturedMs === undefined) unknown.add(each.nodeId);
    const decision = decide(each, capturedMs, census.nowMs);
    if (decision === undefined) continue;
    const [reading, reason] = decision;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const tags = writeMarker(reading, census.prefix, each.name);
    changes.set(each.nodeId, { ...changes.get(each.nodeId), ...tags });
  }
  return { writes: group(changes), reasons, unknown: [...unknown] };
}

function listCases({ prefix, markers, nodeIds, holders, tags }: MarkerCensus): Case[] {
  return markers.flatMap(({ name }) =>
    [...nodeIds].map((nodeId) => ({
      ...{ nodeId, name },
      seen: holders.get(name)?.has(nodeId) === true ? markerStates.has : markerStates.hasNot,
      told: readMarker(tags.get(nodeId) ?? {}, prefix, name),
    })),
  );
}

type Decision = readonly [MarkerReading, MarkerReason] | undefined;

function decide({ seen, told }: Case, capturedMs: number | undefined, nowMs: number): Decision {
  if (told === undefined) {
    const isKnown = seen === markerStates.has || capturedMs !== undefined;
    return isKnown ? [{ state: seen, sinceMs: nowMs }, 'first seen'] : undefined;
  }
  const { state, sinceMs, doubtedMs } = told;
  if (seen === state) return doubtedMs === undefined ? undefined : [{ state, sinceMs }, 'no longer doubted'];
  if (doubtedMs === undefined) return [{ state, sinceMs, doubtedMs: nowMs }, 'doubted'];
  if (capturedMs === undefined) return undefined;
  const changed = { state: seen, sinceMs: doubtedMs };
  if (capturedMs > doubtedMs + clockMarginMs) return [changed, 'confirmed'];
  return nowMs - doubtedMs >= doubtMsMax ? [changed, 'not contradicted'] : undefined;
}

/** Nodes that get the same tags get them in one call. */
function group(changes: ReadonlyMap<string, Record<string, string>>): MarkerWrite[] {
  const groups = new Map<string, { tags: Record<string, string>; nodeIds: string[] }>();
  for (const [nodeId, tags] of changes) {
    const key = JSON.stringify(tags);
    const known = groups.get(key) ?? { tags, nodeIds: [] };
    groups.set(key, known);
    known.nodeIds.push(nodeId);
  }
  return [...groups.values()];
}
