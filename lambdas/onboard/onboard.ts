import { chunk } from '../shared/domain/commands/order.ts';
import type { ManagedInstance } from '../shared/domain/fleet/instance.ts';
import { latestStateChanges, type StateChange } from '../shared/domain/fleet/state-change.ts';
import { settingsForLaunches } from '../shared/domain/rollout/launch-versions.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { Log } from '../shared/runtime/log.ts';
import { carryOut, unsettled } from './carry-out.ts';
import type { Decision, RunningCase } from './decision.ts';
import { findErrands } from './find-errands.ts';
import { healClaims } from './heal-claims.ts';
import { holdSends } from './hold-sends.ts';
import { planByCause } from './plan-by-cause.ts';
import { type FleetKnowledge, planByFleet, planDescription } from './plan-by-fleet.ts';
import { planByManaged } from './plan-by-managed.ts';
import type { Ports, Run } from './ports.ts';

/**
 * What a run did. `retry` holds the state changes that must be delivered again. All others are dealt with.
 */
export interface OnboardingResult {
  readonly decisions: readonly Decision[];
  readonly written: readonly RosterMove[];
  readonly ordersSent: number;
  readonly ordersRefused: number;
  readonly retry: readonly StateChange[];
  /** How much of the margin of the lease was used, in seconds: see `HealedClaims`. */
  readonly lateSeconds: number;
}

/**
 * Handles state changes: looks at the instances, decides, claims in the roster, sends, and records what was
 * sent.
 *
 * State changes are delivered at least once, and a call may be stopped at any point, so every step is
 * idempotent. A claim is written before a command is sent, and can be made only once: it is a lease under an
 * optimistic lock. An expired claim is healed: first comes a search for the command that it may have sent.
 * State changes come from events, or from whatever else found an instance.
 */
export async function onboard(
  batch: readonly StateChange[],
  ports: Ports,
  run: Run,
): Promise<OnboardingResult> {
  const { fleet, roster, clock, log } = ports;
  const stateChanges = latestStateChanges(batch);
  const found = run.known?.entries ?? (await roster.read(stateChanges.map(({ instanceId }) => instanceId)));
  const instances = await fleet.describe(planDescription(stateChanges, found, run.settings));
  // Healing and planning use the same reading of the clock, so that no lease expires between the two.
  const nowMs = clock.now();
  const { entries, unansweredIds, ...healed } = await healClaims(found, nowMs, ports);
  const settings = settingsForLaunches(run.settings, run.launchVersions);
  const errands = await findErrands(entries.values(), ports);
  const known = { stateChanges, instances, entries, unansweredIds, settings, errands, nowMs };
  const decisions = holdSends(await decide(known, ports, run), run.gap, nowMs);
  logDecisions(log, decisions);

  const recorded = await roster.move(decisions.flatMap((one) => (one.kind === 'record' ? [one.move] : [])));
  const sends = decisions.filter((decision) => decision.kind === 'send');
  const carried = await carryOut(sends, ports, run);

  const again = new Set([...unsettled(recorded), ...carried.retryIds]);
  const written = [...healed.written, ...recorded.written, ...carried.written];
  await ports.announcements.announce(written);
  return {
    decisions,
    written,
    ordersSent: carried.sent,
    ordersRefused: carried.refused,
    lateSeconds: healed.lateSeconds,
    retry: [
      ...decisions.flatMap((decision) => (decision.kind === 'retry' ? [decision.stateChange] : [])),
      ...stateChanges.filter(({ instanceId }) => again.has(instanceId)),
    ],
  };
}

/** The decisions, in the order of the state changes. Each stage of the plan says what to ask next. */
async function decide(
  known: FleetKnowledge,
  { managedInstances, diagnosis }: Ports,
  run: Run,
): Promise<readonly Decision[]> {
  const byFleet = planByFleet(known);
  const seen = new Map([...(run.known?.managed ?? []), ...seenOutside(byFleet.open)]);
  const unseen = byFleet.open.map(({ instance }) => instance.instanceId).filter((id) => !seen.has(id));
  const managed = new Map([...seen, ...(await managedInstances.describe(unseen))]);
  const byManaged = planByManaged(byFleet.open, managed);
  // Whatever keeps a machine outside EC2 from registering, nothing in the account tells.
  const silent = byManaged.open.filter(({ instance }) => instance.outside === undefined);
  const causes = await diagnosis.causesOf(silent.map(({ instance }) => instance));
  const all = [...byFleet.decisions, ...byManaged.decisions, ...planByCause(byManaged.open, causes)];
  const byId = new Map(all.map((decision) => [decision.stateChange.instanceId, decision]));
  return known.stateChanges.flatMap(({ instanceId }) => byId.get(instanceId) ?? []);
}

/** What Systems Manager said of the nodes outside EC2, when it was asked whether they are there. */
function seenOutside(open: readonly RunningCase[]): ReadonlyMap<string, ManagedInstance> {
  return new Map(
    open.flatMap(({ instance: { instanceId, outside } }) =>
      outside === undefined ? [] : [[instanceId, outside] as const],
    ),
  );
}

/** CloudWatch Logs keeps at most 256 KB of a line, and an instance id takes 22 bytes. */
const instancesPerLineMax = 1000;

/**
 * Logs one line for each reason, not for each instance. It can be searched by instance id and costs a
 * fiftieth.
 */
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
