import type { Commands } from '../shared/clients/commands/commands.ts';
import type { Diagnosis } from '../shared/clients/diagnosis/diagnosis-client.ts';
import type { Fleet } from '../shared/clients/fleet/fleet-client.ts';
import type { ManagedInstances } from '../shared/clients/fleet/managed-instances.ts';
import type { Announcements } from '../shared/clients/roster/announcements.ts';
import type { Roster } from '../shared/clients/roster/roster-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import { chunk, groupOrders, type Order } from '../shared/domain/commands/order.ts';
import type { ManagedInstance } from '../shared/domain/fleet/instance.ts';
import { latestStateChanges, type StateChange } from '../shared/domain/fleet/state-change.ts';
import { limits } from '../shared/domain/limits.ts';
import type { OnboardingSettings } from '../shared/domain/onboarding-settings.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { MoveResult, RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { Log } from '../shared/runtime/log.ts';
import { healClaims } from './heal-claims.ts';
import {
  type Decision,
  needsCause,
  needsDescription,
  needsManagedLook,
  planOnboarding,
} from './plan-onboarding.ts';
import { claimFor, planSent } from './plan-sent.ts';

/** The outside world of the onboarding. */
export interface Ports {
  readonly fleet: Fleet;
  readonly managedInstances: ManagedInstances;
  readonly diagnosis: Diagnosis;
  readonly commands: Commands;
  readonly roster: Roster;
  readonly announcements: Announcements;
  readonly clock: Clock;
  readonly log: Log;
}

/** One run of the onboarding. */
export interface Run {
  /** Unique to this call; order ids begin with it, and a lost order is found again by them. */
  readonly requestId: string;
  /** No order is begun after this moment, so that there is time to record what was sent. */
  readonly lastOrderAtMs: number;
  readonly settings: OnboardingSettings;
  /** What the caller has read a moment ago: the entries of the state changes, and what is known of some as managed. */
  readonly known?: {
    readonly entries: ReadonlyMap<string, RosterEntry>;
    readonly managed: ReadonlyMap<string, ManagedInstance>;
  };
}

/** What a run did. `retry` holds the state changes that must be delivered again; all others are dealt with. */
export interface OnboardingResult {
  readonly decisions: readonly Decision[];
  readonly written: readonly RosterMove[];
  readonly ordersSent: number;
  readonly ordersRefused: number;
  readonly retry: readonly StateChange[];
}

/**
 * Onboards state changes: looks at the instances, decides, claims in the roster, sends, and records what was sent.
 *
 * It may be called twice for the same state changes, at the same time or after a crash at any point: a claim is written
 * before a command is sent and can be made once, and a claim whose lease ran out is healed by looking for the
 * command it may have sent. The state changes may come from events, or from anybody else who found an instance.
 */
export async function onboard(
  batch: readonly StateChange[],
  ports: Ports,
  run: Run,
): Promise<OnboardingResult> {
  const { fleet, managedInstances, diagnosis, roster, clock, log } = ports;
  const stateChanges = latestStateChanges(batch);
  const found = run.known?.entries ?? (await roster.read(stateChanges.map(({ instanceId }) => instanceId)));
  const instances = await fleet.describe(needsDescription(stateChanges, found));
  // One reading of the clock for healing and planning: a lease must not run out between the two.
  const nowMs = clock.now();
  const healed = await healClaims(found, nowMs, ports);

  const { entries, unansweredIds } = healed;
  const known = { stateChanges, instances, entries, unansweredIds, settings: run.settings, nowMs };
  const seen = run.known?.managed ?? new Map<string, ManagedInstance>();
  const unseen = needsManagedLook(known).filter((instanceId) => !seen.has(instanceId));
  const managed = new Map([...seen, ...(await managedInstances.describe(unseen))]);
  const asked = needsCause({ ...known, managed });
  const causes = await diagnosis.causesOf(asked.flatMap((id) => instances.get(id) ?? []));
  const decisions = planOnboarding({ ...known, managed, causes });
  logDecisions(log, decisions);

  const sends = decisions.filter((decision) => decision.kind === 'send');
  const recorded = await roster.move(decisions.flatMap((d) => (d.kind === 'record' ? [d.move] : [])));
  const orders = groupOrders(
    sends.map((decision) => decision.item),
    run.requestId,
  );
  const carried = await carryOut(orders, sends, ports, run);

  const again = new Set([...unsettled(recorded), ...carried.retryIds]);
  const written = [...healed.written, ...recorded.written, ...carried.written];
  await ports.announcements.announce(written);
  return {
    decisions,
    written,
    ordersSent: carried.sent,
    ordersRefused: carried.refused,
    retry: [
      ...decisions.flatMap((decision) => (decision.kind === 'retry' ? [decision.stateChange] : [])),
      ...stateChanges.filter((stateChange) => again.has(stateChange.instanceId)),
    ],
  };
}

interface Carried {
  written: RosterMove[];
  retryIds: string[];
  sent: number;
  refused: number;
}

/** Claims, sends and records every order. Each order stands alone: what happens to one delays no other. */
async function carryOut(
  orders: readonly Order[],
  sends: readonly Extract<Decision, { kind: 'send' }>[],
  { roster, commands, clock, log }: Ports,
  run: Run,
): Promise<Carried> {
  const plannedOf = new Map(sends.map((decision) => [decision.stateChange.instanceId, decision.claim]));
  const leaseUntil = clock.now() + run.settings.claimLeaseSeconds * 1000;
  const claims = await roster.move(orders.flatMap((order) => claimFor(order, plannedOf, leaseUntil)));
  const claimed = new Map(
    claims.written.flatMap(({ to }) => (to.status === 'claimed' ? [[to.instanceId, to] as const] : [])),
  );
  const carried: Carried = { written: [], retryIds: unsettled(claims), sent: 0, refused: 0 };
  const pending: RosterMove[] = [];
  const write = async (moves: readonly RosterMove[]) => {
    const recorded = await roster.move(moves);
    carried.written.push(...recorded.written);
    // What was sent but could not be recorded keeps its claim: the state change comes back, and the claim is healed then.
    carried.retryIds.push(...unsettled(recorded));
  };

  for (const order of orders) {
    const instanceIds = order.instanceIds.filter((instanceId) => claimed.has(instanceId));
    if (instanceIds.length === 0) continue;
    if (clock.now() > run.lastOrderAtMs) {
      // The claims stay and run out; the state changes come back after that.
      carried.retryIds.push(...instanceIds);
      continue;
    }
    const result = await commands.send({ ...order, instanceIds });
    for (const { kind, message, instanceIds: ids } of result.refused) {
      log.warn('order refused', { orderId: order.orderId, kind, answer: message, instanceIds: ids });
    }
    const after = planSent(result, claimed, run.settings.lookTimes, clock.now());
    pending.push(...after.moves);
    carried.retryIds.push(...after.retryIds);
    carried.sent += result.sent.length;
    carried.refused += result.refused.length;
    // Soon after it was sent, so that a call that is stopped leaves little to heal; in full batches, which cost less.
    const full = pending.length - (pending.length % limits.statementsPerBatchMax);
    if (full > 0) await write(pending.splice(0, full));
  }
  await write(pending);
  return carried;
}

/** The instances whose moves were refused (somebody moved the entry first) or not answered: to be looked at again. */
function unsettled(result: MoveResult): string[] {
  const moves = [...result.refused.map((refusal) => refusal.move), ...result.unwritten];
  return moves.map((move) => move.to.instanceId);
}

/** CloudWatch Logs keeps at most 256 KB of a line; an instance id takes 22 bytes of it. */
const instancesPerLineMax = 1000;

/** One line a reason, not one an instance: it can be searched by instance id, and costs a fiftieth. */
function logDecisions(log: Log, decisions: readonly Decision[]): void {
  const byReason = new Map<string, string[]>();
  for (const { kind, reason, stateChange } of decisions) {
    const key = `${kind} ${reason}`;
    byReason.set(key, [...(byReason.get(key) ?? []), stateChange.instanceId]);
  }
  for (const [key, all] of byReason) {
    const [decision, reason] = key.split(' ');
    for (const instanceIds of chunk(all, instancesPerLineMax)) {
      log.info('decided', { decision, reason, count: instanceIds.length, instanceIds });
    }
  }
}
