import type { Change, ChangeKind, FleetPlan } from './compare-courses.ts';
import type { KnownFleet, TwoSettings } from './known-fleet.ts';

/** Changes that are alike, counted. */
export interface ChangeCount {
  readonly change: ChangeKind;
  /** The documents that are sent, or the reason of the place where the instances come to rest. */
  readonly what: string;
  readonly profile: string;
  readonly group: string;
  readonly reason: string;
  readonly instances: number;
}

/** What `muster plan` tells. */
export interface PlanReport extends FleetPlan {
  readonly place: { readonly account?: string; readonly region?: string; readonly environment?: string };
  /** The time as of which it is planned; ISO 8601, in UTC. */
  readonly at: string;
  /** The digests of what may be sent. When they are the same, the deployment makes no document anew. */
  readonly configuration: { readonly deployed: string; readonly present: string };
  /** The entries in a form that this version does not know. They are not in the plan. */
  readonly unreadable: readonly string[];
  /** By change, profile, group and reason, the most first. */
  readonly counts: readonly ChangeCount[];
  /** What the plan cannot know: a sentence each. */
  readonly notKnown: readonly string[];
}

/** Where a plan is from. */
export interface PlanGround {
  readonly place: PlanReport['place'];
  readonly known: Pick<KnownFleet, 'nowMs'>;
  readonly settings: TwoSettings;
  readonly unreadable: readonly string[];
}

/** Counts a plan, and says what it cannot know. */
export function reportPlan(plan: FleetPlan, { place, known, settings, unreadable }: PlanGround): PlanReport {
  const { deployed, present } = settings;
  const configuration = {
    deployed: deployed.onboarding.configuration,
    present: present.onboarding.configuration,
  };
  return {
    ...{ place, at: new Date(known.nowMs).toISOString(), configuration, unreadable },
    ...plan,
    counts: countChanges(plan.changes),
    notKnown: listUnknown(plan, configuration.deployed !== configuration.present),
  };
}

/** Counts changes that are alike in all that a line shows. */
export function countChanges(changes: readonly Change[]): ChangeCount[] {
  const counts = new Map<string, ChangeCount>();
  for (const { change, documents, end, group, reason = '' } of changes) {
    const sent = documents.map(({ document }) => document).join(', ');
    const what = change === 'send' ? sent : (end.reason ?? end.status);
    const like = { change, what, profile: end.profile ?? '', group, reason };
    const key = JSON.stringify(like);
    counts.set(key, { ...like, instances: (counts.get(key)?.instances ?? 0) + 1 });
  }
  return [...counts.values()].sort((one, other) => other.instances - one.instances);
}

function listUnknown({ changes, inFlight, stopped }: FleetPlan, isOther: boolean): string[] {
  const sends = changes.some(({ documents }) => documents.length > 0);
  return [
    'What changes between this plan and the deployment: tags, starts, registrations.',
    ...(sends ? ['Whether a command succeeds. It is assumed, and of several agents all are named.'] : []),
    ...(isOther
      ? [
          'The version numbers of documents: the deployment makes them. Whoever gets a document with or without the deployment is not counted, although the document may be new.',
        ]
      : []),
    ...(inFlight > 0 ? [`What follows when a command fails that is under way now (${inFlight}).`] : []),
    ...(stopped > 0
      ? [`What the instances get that do not run (${stopped}). They are decided when they start.`]
      : []),
    ...(changes.some(({ change }) => change === 'unmanaged')
      ? ['Why an instance is unmanaged. Muster looks for the cause when the wait is over.']
      : []),
  ];
}
