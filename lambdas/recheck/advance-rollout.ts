import type { LaunchQueue } from '../shared/clients/fleet/launch-queue.ts';
import type { ManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import type { Rollout } from '../shared/clients/rollout/rollout-item.ts';
import type { RolloutStore } from '../shared/clients/rollout/rollout-store.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import { putBack, takeUp } from '../shared/domain/rollout/move-member.ts';
import { nextLookOfRollout } from '../shared/domain/rollout/next-look.ts';
import { planRollout, type RolloutStep, type Traffic } from '../shared/domain/rollout/plan-rollout.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { Log } from '../shared/runtime/log.ts';

/** What a step of a roll-out needs from outside. */
export interface RolloutPorts {
  readonly rollouts: RolloutStore;
  readonly roster: Pick<Roster, 'read' | 'move'>;
  readonly launchQueue: Pick<LaunchQueue, 'countWaiting'>;
  readonly managedInstances: ManagedInstances;
  readonly clock: Clock;
  readonly log: Log;
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
  { traffic, leaseMs }: { readonly traffic: Traffic; readonly leaseMs: number },
): Promise<readonly RosterMove[]> {
  const { rollouts, roster, clock, log } = ports;
  const takenMs = clock.now();
  const taken = await rollouts.take(rolloutId, takenMs, takenMs + leaseMs);
  if (taken === 'Unreadable') log.error('roll-out unreadable', { rolloutId });
  if (taken === 'Unreadable' || taken === 'InHand') return [];
  const members = await rollouts.members(taken.plan, taken.progress.wave);
  const entries = await roster.read(members.map(({ instanceId }) => instanceId));
  const nowMs = clock.now();
  const known = { ...taken, members, entries, traffic, nowMs };
  const first = planRollout(known);
  const silentIds = first.ask.length === 0 ? undefined : await findSilent(first.ask, ports);
  const step = silentIds === undefined ? first : planRollout({ ...known, silentIds });
  const { written } = await roster.move(movesOf(step, taken, entries, nowMs));
  await rollouts.letGo(taken, step.progress, nextLookOfRollout(known, step.progress));
  const { status, reason, wave, counts } = step.progress;
  log.info('roll-out advanced', { rolloutId, status, reason, wave, counts, moved: written.length });
  return written;
}

function movesOf(
  { takeUp: takeUpIds, putBack: putBackIds }: RolloutStep,
  { plan }: Rollout,
  entries: ReadonlyMap<string, RosterEntry>,
  nowMs: number,
): RosterMove[] {
  const entriesOf = (ids: readonly string[]) => ids.flatMap((id) => entries.get(id) ?? []);
  return [
    ...entriesOf(takeUpIds).map((entry) => takeUp(entry, plan, nowMs)),
    ...entriesOf(putBackIds).map((entry) => putBack(entry, nowMs)),
  ];
}

/** Who of them does not answer. */
async function findSilent(
  instanceIds: readonly string[],
  { managedInstances }: RolloutPorts,
): Promise<ReadonlySet<string>> {
  const managed = await managedInstances.describe([...instanceIds]);
  return new Set(instanceIds.filter((instanceId) => managed.get(instanceId)?.isOnline !== true));
}
