import type { Alarms } from '../shared/clients/alarms.ts';
import type { Fleet } from '../shared/clients/fleet/fleet-client.ts';
import type { LaunchQueue } from '../shared/clients/fleet/launch-queue.ts';
import type { ManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import type { RolloutStore } from '../shared/clients/rollout/rollout-store.ts';
import type { PulseStore } from '../shared/clients/roster/pulse-client.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { Instance } from '../shared/domain/fleet/instance.ts';
import type { OnboardingSettings } from '../shared/domain/onboarding-settings.ts';
import type { LaunchVersions } from '../shared/domain/rollout/launch-versions.ts';
import type { Member } from '../shared/domain/rollout/member.ts';
import { adopt, putBack, takeUp } from '../shared/domain/rollout/move-member.ts';
import { nextLookOfRollout } from '../shared/domain/rollout/next-look.ts';
import { planRollout } from '../shared/domain/rollout/plan-rollout.ts';
import type { RolloutPlan } from '../shared/domain/rollout/rollout-state.ts';
import type { RolloutKnowledge, RolloutStep, Traffic } from '../shared/domain/rollout/rollout-step.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import { type LaunchVersionsPorts, settleLaunchVersions } from './settle-launch-versions.ts';
import { readInvocations, sendVerify, type VerifyPorts } from './verify-wave.ts';

/** What a step of a roll-out needs from outside. */
export interface RolloutPorts extends VerifyPorts, LaunchVersionsPorts {
  readonly rollouts: RolloutStore;
  readonly roster: Pick<Roster, 'read' | 'move'>;
  readonly launchQueue: Pick<LaunchQueue, 'countWaiting'>;
  readonly managedInstances: ManagedInstances;
  readonly fleet: Pick<Fleet, 'describe'>;
  readonly pulses: Pick<PulseStore, 'throttledAtMs'>;
  readonly alarms: Alarms;
  readonly clock: Clock;
}

/** What a step is taken under. */
export interface AdvanceOptions {
  readonly traffic: Traffic;
  readonly leaseMs: number;
  readonly settings: Pick<OnboardingSettings, 'profiles' | 'agents'>;
  /** What a roll-out holds launches at, as far as the call knows. */
  readonly launchVersions: LaunchVersions | undefined;
}

/**
 * Takes the next step of a roll-out. One call at a time has it in hand. It reads who is where from the roster, decides,
 * and moves entries. If it dies half-way, the roster says how far it came, and another call goes on after the lease.
 *
 * Returns the moves that were written. It may be called late or twice.
 */
export async function advanceRollout(
  rolloutId: string,
  ports: RolloutPorts,
  { traffic, leaseMs, settings, launchVersions }: AdvanceOptions,
): Promise<readonly RosterMove[]> {
  const { rollouts, roster, alarms, clock, log } = ports;
  const takenMs = clock.now();
  const taken = await rollouts.take(rolloutId, takenMs, takenMs + leaseMs);
  if (taken === 'Unreadable') log.error('roll-out unreadable', { rolloutId });
  if (taken === 'Unreadable' || taken === 'InHand') return [];
  const members = await rollouts.members(taken.plan, taken.progress.wave);
  const [entries, states, invocations] = await Promise.all([
    roster.read(members.map(({ instanceId }) => instanceId)),
    alarms.states(taken.plan.gate.alarms ?? []),
    readInvocations(taken.progress.verifying, ports),
  ]);
  const unlisted = await findUnlisted(taken.plan, members, entries, ports);
  const nowMs = clock.now();
  const seen = { members, entries, unlisted, alarms: states, invocations };
  const known = { ...taken, ...seen, traffic, profiles: settings.profiles, nowMs };
  const first = planRollout(known);
  const silentIds = first.ask.length === 0 ? undefined : await findSilent(first.ask, ports);
  const step = silentIds === undefined ? first : planRollout({ ...known, silentIds });
  await settleLaunchVersions({ plan: taken.plan, progress: step.progress }, launchVersions, ports);
  const { written } = await roster.move(movesOf(step, known, settings));
  const verifying = step.verify.length === 0 ? undefined : await sendVerify(step.verify, taken, ports, nowMs);
  const progress = verifying === undefined ? step.progress : { ...step.progress, verifying };
  await rollouts.letGo(taken, progress, nextLookOfRollout(known, progress));
  const { status, reason, wave, counts } = progress;
  log.info('roll-out advanced', { rolloutId, status, reason, wave, counts, moved: written.length });
  return written;
}

function movesOf(
  { takeUp: takeUpIds, putBack: putBackIds }: RolloutStep,
  { plan, entries, unlisted, nowMs }: RolloutKnowledge,
  settings: AdvanceOptions['settings'],
): RosterMove[] {
  const entriesOf = (ids: readonly string[]) => ids.flatMap((id) => entries.get(id) ?? []);
  return [
    ...entriesOf(takeUpIds).map((entry) => takeUp(entry, plan, nowMs)),
    ...takeUpIds.flatMap((id) => {
      const instance = unlisted.get(id);
      return instance === undefined ? [] : [adopt(instance, plan, { settings, nowMs })];
    }),
    ...entriesOf(putBackIds).map((entry) => putBack(entry, nowMs)),
  ];
}

/** The members without an entry that run. They are asked for when the roll-out adopts. */
async function findUnlisted(
  { adopts }: RolloutPlan,
  members: readonly Member[],
  entries: ReadonlyMap<string, RosterEntry>,
  { fleet }: RolloutPorts,
): Promise<ReadonlyMap<string, Instance>> {
  const ids = members.flatMap(({ instanceId }) => (entries.has(instanceId) ? [] : [instanceId]));
  if (adopts !== true || ids.length === 0) return new Map();
  return new Map([...(await fleet.describe(ids))].filter(([, { state }]) => state === 'running'));
}

/** Who of them does not answer. */
async function findSilent(
  instanceIds: readonly string[],
  { managedInstances }: RolloutPorts,
): Promise<ReadonlySet<string>> {
  const managed = await managedInstances.describe([...instanceIds]);
  return new Set(instanceIds.filter((instanceId) => managed.get(instanceId)?.isOnline !== true));
}
