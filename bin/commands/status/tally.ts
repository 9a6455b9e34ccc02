import { openDrifts } from '../../../lambdas/shared/domain/roster/drift.ts';
import type { RosterEntry, RosterStatus } from '../../../lambdas/shared/domain/roster/roster-entry.ts';

/** The number of instances in each status, by kind. */
export type Breakdown = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** How many instances should be under management, and how many are. */
export interface Coverage {
  readonly expected: number;
  readonly onboarded: number;
}

/** Instances that wait for the same reason. Times are ISO 8601 in UTC. */
export interface Wait {
  readonly status: RosterStatus;
  readonly reason: string;
  readonly count: number;
  /** When the one that has waited longest began to wait. */
  readonly since: string;
  /** When Muster looks at the next of them. */
  readonly nextLookAt: string;
}

/** What the roster says of all instances. */
export interface RosterSummary extends Coverage {
  readonly entries: number;
  /** The instances whose entries have a form that this version of Muster does not know. */
  readonly unreadable: readonly string[];
  readonly byPlatform: Breakdown;
  /** By kind of source, such as `asg`. */
  readonly bySource: Breakdown;
  readonly byAgent: Breakdown;
  /** By Auto Scaling group, cluster and node group: the least covered first. */
  readonly groups: readonly (Coverage & { readonly source: string })[];
  /** By cluster, of those whose instances tell a node group or a role in it: the least covered first. */
  readonly clusters: readonly (Coverage & { readonly source: string })[];
  readonly waiting: readonly Wait[];
  /** Onboarded instances of which a verification found that they are not as they were installed. */
  readonly drifted: number;
}

/** Excluded instances, and those that are gone, are not expected under management. */
const unexpected: readonly RosterStatus[] = ['excluded', 'gone'];

/** Counts entries one by one, so that a roster of any size fits into memory. */
export class RosterTally {
  readonly #ids = new Set<string>();
  #entries = 0;
  #drifted = 0;
  readonly #unreadable: string[] = [];
  readonly #platforms = new Counts();
  readonly #sources = new Counts();
  readonly #agents = new Counts();
  readonly #groups = new Counts();
  readonly #clusters = new Counts();
  readonly #had = new Map<string, number>();
  readonly #waits = new Map<string, Wait & { readonly sinceMs: number; readonly nextMs: number }>();

  /** Counts an entry, or the id of an instance whose entry cannot be read. */
  add(entry: RosterEntry | string): void {
    this.#entries += 1;
    this.#ids.add(typeof entry === 'string' ? entry : entry.instanceId);
    if (typeof entry === 'string') {
      this.#unreadable.push(entry);
      return;
    }
    const { status, source } = entry;
    this.#platforms.add(entry.platform ?? 'not known', status);
    this.#sources.add(kindOf(source), status);
    if (source.includes(':')) this.#groups.add(source, status);
    const cluster = clusterOf(source);
    if (cluster !== undefined) this.#clusters.add(cluster, status);
    for (const { agent, status: ofAgent } of entry.agents ?? []) this.#agents.add(agent, ofAgent);
    this.#addWait(entry);
    if (status === 'onboarded') this.#addVersions(entry);
    if (openDrifts(entry).length > 0) this.#drifted += 1;
  }

  /** How many onboarded instances have some document in another version than these. Other documents do not count. */
  countBehind(versions: Readonly<Record<string, string>>): number {
    const isBehind = (pair: string) => {
      const [document = '', version] = pair.split(' ');
      return Object.hasOwn(versions, document) && versions[document] !== version;
    };
    let behind = 0;
    for (const [pairs, count] of this.#had) if (pairs.split('\n').some(isBehind)) behind += count;
    return behind;
  }

  /** Counts by what an instance has: few kinds of instances, however many there are. */
  #addVersions(entry: RosterEntry): void {
    const had = (entry.agents ?? [entry]).flatMap(({ status, document, documentVersion }) =>
      status === 'onboarded' && document !== undefined ? [`${document} ${documentVersion ?? ''}`] : [],
    );
    const pairs = had.toSorted().join('\n');
    this.#had.set(pairs, (this.#had.get(pairs) ?? 0) + 1);
  }

  /** Whether an entry of the instance was counted, also one that cannot be read. */
  has(instanceId: string): boolean {
    return this.#ids.has(instanceId);
  }

  summary(): RosterSummary {
    const total = coverageOf(Object.values(this.#sources.breakdown()));
    return {
      entries: this.#entries,
      ...total,
      unreadable: this.#unreadable.toSorted(),
      byPlatform: this.#platforms.breakdown(),
      bySource: this.#sources.breakdown(),
      byAgent: this.#agents.breakdown(),
      drifted: this.#drifted,
      groups: coverages(this.#groups),
      clusters: coverages(this.#clusters),
      waiting: [...this.#waits.values()]
        .map(({ sinceMs: _, nextMs: __, ...wait }) => wait)
        .sort((a, b) => b.count - a.count || (a.since < b.since ? -1 : 1)),
    };
  }

  #addWait(entry: RosterEntry): void {
    if (!('dueAt' in entry) || entry.status === 'unmanaged') return;
    const { status, reason, dueAt, changedAt } = entry;
    const beganAt = ('waitingSince' in entry ? entry.waitingSince : undefined) ?? changedAt;
    const key = `${status} ${reason}`;
    const before = this.#waits.get(key);
    const sinceMs = Math.min(before?.sinceMs ?? beganAt, beganAt);
    const nextMs = Math.min(before?.nextMs ?? dueAt, dueAt);
    const times = { since: new Date(sinceMs).toISOString(), nextLookAt: new Date(nextMs).toISOString() };
    this.#waits.set(key, { status, reason, count: (before?.count ?? 0) + 1, ...times, sinceMs, nextMs });
  }
}

/** The share of the expected instances that are onboarded; 1 when none is expected. */
export function shareOf({ expected, onboarded }: Coverage): number {
  return expected === 0 ? 1 : onboarded / expected;
}

/** Whose sources tell a cluster and a part of it: `eks:shop/general`, `emr:j-1/CORE`. */
const clusterKinds: readonly string[] = ['emr', 'eks', 'parallelcluster', 'kops', 'karpenter'];

/** The cluster of a source: `eks:shop` of `eks:shop/general`. */
function clusterOf(source: string): string | undefined {
  const [, cluster, kind = ''] = /^((\w+):[^/]+)\//.exec(source) ?? [];
  return clusterKinds.includes(kind) ? cluster : undefined;
}

/** The least covered first, without those of which nothing is expected. */
function coverages(counts: Counts): (Coverage & { readonly source: string })[] {
  return Object.entries(counts.breakdown())
    .map(([source, row]) => ({ source, ...coverageOf([row]) }))
    .filter(({ expected }) => expected > 0)
    .sort((a, b) => shareOf(a) - shareOf(b) || b.expected - a.expected);
}

/** The kind of a source: `asg` of `asg:web`, and with the role of a node in `emr/MASTER`. */
function kindOf(source: string): string {
  return source.replace(/:.*(\/(MASTER|CORE|TASK))$/s, '$1').replace(/:.*$/s, '');
}

function coverageOf(rows: readonly Readonly<Record<string, number>>[]): Coverage {
  let expected = 0;
  let onboarded = 0;
  for (const [status, count] of rows.flatMap((row) => Object.entries(row))) {
    if (!unexpected.some((one) => one === status)) expected += count;
    if (status === 'onboarded') onboarded += count;
  }
  return { expected, onboarded };
}

/** Counts by kind and status. Names of kinds may be any text, so a map holds them. */
class Counts {
  readonly #kinds = new Map<string, Map<string, number>>();

  add(kind: string, status: string): void {
    const row = this.#kinds.get(kind) ?? new Map<string, number>();
    this.#kinds.set(kind, row);
    row.set(status, (row.get(status) ?? 0) + 1);
  }

  breakdown(): Breakdown {
    const sorted = [...this.#kinds].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([kind, row]) => [kind, Object.fromEntries(row)]));
  }
}
