import { planByManaged } from '../../../lambdas/onboard/plan-by-managed.ts';
import type { OrderItem } from '../../../lambdas/shared/domain/commands/order.ts';
import { type Instance, isUp, type Tags } from '../../../lambdas/shared/domain/fleet/instance.ts';
import { chooseProfile } from '../../../lambdas/shared/domain/fleet/profile.ts';
import { readSource } from '../../../lambdas/shared/domain/fleet/source.ts';
import type { RosterEntry } from '../../../lambdas/shared/domain/roster/roster-entry.ts';
import { type Course, foresee } from './foresee.ts';
import type { DecidingSettings, Fleet, KnownFleet, TwoSettings } from './known-fleet.ts';
import { madeByDeployment } from './two-settings.ts';

/**
 * What a deployment changes for an instance.
 * `send`: it gets documents that it would not get without the deployment.
 * `exclude`: it is excluded, or for another reason than now.
 * `wait`: Muster waits for it, and did not.
 * `unmanaged`: its wait is over, and Muster looks for the cause.
 * `onboard`: it counts as onboarded, and nothing is sent.
 * `leave`: what would be done without the deployment is not done.
 */
export const changeKinds = ['send', 'exclude', 'wait', 'unmanaged', 'onboard', 'leave'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Where an instance stands. */
export interface Standing {
  readonly status: string;
  readonly reason?: string;
  readonly profile?: string;
}

/** A document that an instance gets. The version is missing when only the deployment makes its number. */
export interface PlannedDocument {
  readonly document: string;
  readonly documentVersion?: string;
  readonly parameters: OrderItem['parameters'];
}

/** An instance for which a deployment changes something. */
export interface Change {
  readonly instanceId: string;
  readonly change: ChangeKind;
  /** What launched it. */
  readonly group: string;
  /** The reason of the decision; missing when nobody decides. */
  readonly reason?: string;
  /** True when its entry is at rest now, and the deployment contradicts it. */
  readonly isAnew: boolean;
  readonly documents: readonly PlannedDocument[];
  readonly now: Standing;
  /** Where it stands in the end, if every command succeeds. */
  readonly end: Standing;
  /** Where it would stand without the deployment, and what it would get. */
  readonly otherwise: Standing & { readonly documents: readonly string[] };
}

/** An instance for which nothing happens now, although its profile names something else. */
export interface Aside {
  readonly instanceId: string;
  readonly group: string;
  readonly profile?: string;
}

/** What a deployment changes for a fleet. */
export interface FleetPlan {
  readonly running: number;
  readonly changes: readonly Change[];
  /** They wait for their agent, or are unmanaged. When they register, what they get is chosen anew. */
  readonly later: readonly Aside[];
  /** They are onboarded and keep what they have. A change of their tags would send them more. */
  readonly kept: readonly Aside[];
  /** A command is under way, and may fail. */
  readonly inFlight: number;
  /** They do not run. They are decided when they start. */
  readonly stopped: number;
}

/**
 * The instances about which Systems Manager must be asked. Those are left out that stay excluded, and the onboarded ones
 * whose profile names the same as before.
 */
export function planQuestions({ instances, entries }: Fleet, settings: TwoSettings): string[] {
  return [...instances.values()]
    .filter(({ instanceId, state, tags }) => {
      const entry = entries.get(instanceId);
      return isUp(state) && (entry?.status !== 'onboarded' || isOtherwiseServed(tags, settings));
    })
    .map(({ instanceId }) => instanceId);
}

/** Says what differs between two deployments for each instance that runs. Pure: it asks nobody. */
export function planFleet(known: KnownFleet, settings: TwoSettings): FleetPlan {
  const before = foresee(known, settings.deployed);
  const after = foresee(known, settings.present);
  const changes: Change[] = [];
  const later: Aside[] = [];
  const kept: Aside[] = [];
  for (const [id, present] of after) {
    const instance = known.instances.get(id);
    const deployed = before.get(id);
    if (instance === undefined || deployed === undefined) continue;
    const entry = known.entries.get(id);
    if (keyOf(present) !== keyOf(deployed))
      changes.push(changeOf({ instance, entry, deployed, present, settings }));
    else if (present.items.length === 0 && isOtherwiseServed(instance.tags, settings)) {
      const status = present.entry?.status;
      const aside = asideOf(instance, entry, settings.present);
      if (status === 'waiting' || status === 'unmanaged') later.push(aside);
      if (status === 'onboarded' && lacksSomething(instance, entry, known, settings.present))
        kept.push(aside);
    }
  }
  const entries = [...after.keys()].flatMap((id) => known.entries.get(id) ?? []);
  return {
    ...{ running: after.size, changes, later, kept },
    inFlight: entries.filter(({ status }) => status === 'claimed' || status === 'commanded').length,
    stopped: known.stopped,
  };
}

/** Two courses with the same key are the same for the instance. */
function keyOf({ items, entry, isCauseSought }: Course): string {
  const end = isCauseSought ? ['unmanaged'] : [entry?.status, entry?.reason];
  return JSON.stringify([sentBy(items), end]);
}

/** What is sent, whatever the numbers of its versions are. */
function sentBy(items: readonly OrderItem[]): string {
  return JSON.stringify(items.map(({ document, parameters }) => [document, parameters]));
}

/** True when what the tags choose differs: another document, other parameters, another order of agents. */
function isOtherwiseServed(tags: Tags, { deployed, present }: TwoSettings): boolean {
  return servedBy(tags, deployed) !== servedBy(tags, present);
}

function servedBy(tags: Tags, { onboarding: { profiles, agents } }: DecidingSettings): string {
  const profile = chooseProfile(profiles, tags);
  const documents = profile?.agents?.map((agent) => [agent, agents[agent]]) ?? profile?.documents;
  return JSON.stringify(documents ?? null);
}

/** True for an onboarded instance that a decision anew would send something. */
function lacksSomething(
  instance: Instance,
  entry: RosterEntry | undefined,
  { managed, nowMs }: KnownFleet,
  { onboarding }: DecidingSettings,
): boolean {
  const { instanceId } = instance;
  const stateChange = { instanceId, state: 'running', atMs: nowMs, isAnew: true } as const;
  const { decisions } = planByManaged(
    [{ stateChange, instance, entry, settings: onboarding, errands: new Map(), nowMs }],
    managed,
  );
  return decisions.some(({ kind }) => kind === 'send');
}

interface Compared {
  readonly instance: Instance;
  readonly entry: RosterEntry | undefined;
  readonly deployed: Course;
  readonly present: Course;
  readonly settings: TwoSettings;
}

function changeOf({ instance, entry, deployed, present, settings }: Compared): Change {
  const end = standingOf(present);
  return {
    instanceId: instance.instanceId,
    change: kindOf(present, deployed, end),
    group: groupOf(instance, entry),
    ...(present.reason === undefined ? {} : { reason: present.reason }),
    isAnew: present.isAnew,
    documents: present.items.map((item) => documentOf(item, settings)),
    now: standingOf({ entry, isCauseSought: false }),
    end,
    otherwise: { ...standingOf(deployed), documents: deployed.items.map(({ document }) => document) },
  };
}

function kindOf(present: Course, deployed: Course, { status }: Standing): ChangeKind {
  if (present.items.length > 0 && sentBy(present.items) !== sentBy(deployed.items)) return 'send';
  if (status === 'excluded') return 'exclude';
  if (status === 'waiting') return 'wait';
  if (status === 'unmanaged') return 'unmanaged';
  return status === 'onboarded' ? 'onboard' : 'leave';
}

/** The number is known where AWS decides it, or where nothing that may be sent has changed. */
function documentOf(
  { document, documentVersion, parameters }: OrderItem,
  { deployed, present }: TwoSettings,
): PlannedDocument {
  const isSame = deployed.onboarding.configuration === present.onboarding.configuration;
  const known = isSame ? deployed.onboarding.documentVersions[document] : documentVersion;
  const version = known === madeByDeployment ? undefined : known;
  return { document, ...(version === undefined ? {} : { documentVersion: version }), parameters };
}

function standingOf({ entry, isCauseSought }: Pick<Course, 'entry' | 'isCauseSought'>): Standing {
  if (isCauseSought) return { status: 'unmanaged' };
  if (entry === undefined) return { status: 'not in the roster' };
  const { status, reason, profile } = entry;
  return { status, reason, ...(profile === undefined ? {} : { profile }) };
}

function groupOf(instance: Instance, entry: RosterEntry | undefined): string {
  return entry?.source ?? readSource(instance);
}

function asideOf(
  instance: Instance,
  entry: RosterEntry | undefined,
  { onboarding }: DecidingSettings,
): Aside {
  const profile = chooseProfile(onboarding.profiles, instance.tags)?.name;
  const aside = { instanceId: instance.instanceId, group: groupOf(instance, entry) };
  return profile === undefined ? aside : { ...aside, profile };
}
