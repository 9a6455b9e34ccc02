import type { Instance, Tags } from '../fleet/instance.ts';
import { readSource } from '../fleet/source.ts';
import type { RosterEntry } from '../roster/roster-entry.ts';
import { isForPlatform } from './errand-fit.ts';
import { lackedDocuments } from './lacks.ts';
import { isTakeable } from './member-state.ts';
import type { RolloutPlan } from './rollout-state.ts';
import { readTakenUp } from './taken-up.ts';
import type { Candidate } from './wave-plan.ts';

/** Whom a roll-out is for. An instance must meet everything that is said. */
export interface Selector {
  readonly instanceIds?: ReadonlySet<string>;
  readonly tags: Tags;
  readonly profile?: string;
  /** The name of the system, as Systems Manager has it: `Ubuntu`. */
  readonly platform?: string;
  /** Those alone whose system is of these types. Who is not is told. */
  readonly platformTypes?: readonly string[];
  /** The group, cluster or node group, or only its kind: `asg:web`, `emr`. */
  readonly source?: string;
  /** Those alone that failed for this reason. */
  readonly failedFor?: string;
  /** Those alone that have no entry. Without it, those with an entry alone are meant. */
  readonly isNotAdopted?: true;
  /** Those alone that this roll-out took up, or that have what it sends. Whom it still has in hand is meant too. */
  readonly reachedBy?: Pick<RolloutPlan, 'rolloutId' | 'versions'>;
}

/** What EC2 says of an instance that runs. */
export interface Placed extends Pick<Instance, 'isSpot'> {
  readonly zone: string;
  readonly tags: Tags;
}

/**
 * Why an instance that is meant is not in a roll-out.
 * `current`: it has what is rolled out.
 * `launching`: a launch has it in hand, and gives it the newest version.
 * `unmanaged`, `excluded`: as the roster says.
 * `failed`: as the roster says. An errand is for who is onboarded.
 * `otherPlatform`: the document of the errand is not for its system.
 * `notRunning`: it does not run.
 * `notAdopted`: it runs, and has no entry.
 */
export const leftOutReasons = [
  'current',
  'launching',
  'unmanaged',
  'excluded',
  'failed',
  'otherPlatform',
  'notRunning',
  'notAdopted',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** Who is in a roll-out, and who of those that are meant is not. */
export interface Selected {
  readonly candidates: readonly Candidate[];
  readonly leftOut: Readonly<Record<LeftOutReason, readonly string[]>>;
}

/** Resolves a selector, once. `canary` is a tag of those that are in the first wave. */
export function selectMembers(
  entries: readonly RosterEntry[],
  placed: ReadonlyMap<string, Placed>,
  { selector, aim, canary }: SelectionRules,
): Selected {
  if (selector.isNotAdopted === true) return selectNotAdopted(entries, placed, selector, canary);
  const candidates: Candidate[] = [];
  const known = new Set(entries.map(({ instanceId }) => instanceId));
  const leftOut: Record<LeftOutReason, string[]> = {
    ...nobodyLeftOut(),
    notAdopted: [...placed.keys()].filter((id) => selector.instanceIds?.has(id) !== false && !known.has(id)),
  };
  for (const entry of entries) {
    const { instanceId, source } = entry;
    const instance = placed.get(instanceId);
    if (!isMeant(entry, instance, selector)) continue;
    const why = instance === undefined ? 'notRunning' : leftOutFor(entry, aim, selector);
    if (why !== undefined) leftOut[why].push(instanceId);
    else if (instance !== undefined) candidates.push(candidateOf(instanceId, source, instance, canary));
  }
  return { candidates: sorted(candidates), leftOut };
}

/** Those that have no entry. What becomes of each is decided when it is taken up. */
function selectNotAdopted(
  entries: readonly RosterEntry[],
  placed: ReadonlyMap<string, Placed>,
  { instanceIds, tags, source: wanted }: Selector,
  canary: Tags | undefined,
): Selected {
  const known = new Set(entries.map(({ instanceId }) => instanceId));
  const candidates: Candidate[] = [];
  for (const [instanceId, instance] of placed) {
    const source = readSource(instance);
    const isMeantToo =
      instanceIds?.has(instanceId) !== false && hasTags(instance.tags, tags) && isOfSource(source, wanted);
    if (!known.has(instanceId) && isMeantToo)
      candidates.push(candidateOf(instanceId, source, instance, canary));
  }
  return { candidates: sorted(candidates), leftOut: { ...nobodyLeftOut(), notAdopted: [] } };
}

function nobodyLeftOut() {
  return {
    current: [],
    launching: [],
    unmanaged: [],
    excluded: [],
    failed: [],
    otherPlatform: [],
    notRunning: [],
  };
}

function candidateOf(
  instanceId: string,
  source: string,
  { zone, tags }: Placed,
  canary: Tags | undefined,
): Candidate {
  return {
    ...{ instanceId, zone, isCanary: hasTags(tags, canary ?? noTags) },
    ...(source.includes(':') ? { group: source } : {}),
  };
}

function sorted(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.toSorted((a, b) => (a.instanceId < b.instanceId ? -1 : 1));
}

function isOfSource(source: string, wanted: string | undefined): boolean {
  return wanted === undefined || source === wanted || source.startsWith(`${wanted}:`);
}

/** What a roll-out sends. */
export type Aim = Pick<RolloutPlan, 'versions' | 'agent' | 'uninstall' | 'errand'>;

/** What decides who is in a roll-out. */
export interface SelectionRules {
  readonly selector: Selector;
  readonly aim: Aim;
  readonly canary?: Tags;
}

/** A tag that nobody has: no canary. */
const noTags: Tags = { '': '' };

function isMeant(entry: RosterEntry, instance: Placed | undefined, selector: Selector): boolean {
  const { instanceIds, tags, profile, platform, source, failedFor, reachedBy } = selector;
  if (instanceIds !== undefined && !instanceIds.has(entry.instanceId)) return false;
  if (profile !== undefined && entry.profile !== profile) return false;
  if (platform !== undefined && entry.platform !== platform) return false;
  if (!isOfSource(entry.source, source)) return false;
  if (failedFor !== undefined && (entry.status !== 'failed' || entry.reason !== failedFor)) return false;
  if (reachedBy !== undefined && !isInHandOf(entry, reachedBy) && !hasAny(entry, reachedBy)) return false;
  return Object.keys(tags).length === 0 || (instance !== undefined && hasTags(instance.tags, tags));
}

function hasTags(tags: Tags, wanted: Tags): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value);
}

function leftOutFor(
  entry: RosterEntry,
  aim: Aim,
  { reachedBy, platformTypes }: Selector,
): LeftOutReason | undefined {
  if (entry.status === 'gone') return 'notRunning';
  if (entry.status === 'unmanaged' || entry.status === 'excluded') return entry.status;
  if (!isTakeable(entry))
    return reachedBy !== undefined && isInHandOf(entry, reachedBy) ? undefined : 'launching';
  if (aim.errand !== undefined) {
    if (entry.status === 'failed') return 'failed';
    return isForPlatform(entry, platformTypes) ? undefined : 'otherPlatform';
  }
  return lackedDocuments(entry, aim).length === 0 ? 'current' : undefined;
}

/** True for an entry that a roll-out took up and that nothing else has moved since. */
function isInHandOf({ rollout }: RosterEntry, { rolloutId }: Pick<RolloutPlan, 'rolloutId'>): boolean {
  return readTakenUp(rollout)?.rolloutId === rolloutId;
}

/** True for an entry with a document in the version that a roll-out sends. */
function hasAny(entry: RosterEntry, { versions }: Pick<RolloutPlan, 'versions'>): boolean {
  return (entry.agents ?? [entry]).some(
    ({ document, documentVersion }) =>
      document !== undefined && Object.hasOwn(versions, document) && versions[document] === documentVersion,
  );
}
