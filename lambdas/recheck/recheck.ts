import { type SettlePorts, settleCommands } from '../follow-up/settle-commands.ts';
import { onboard } from '../onboard/onboard.ts';
import type { Ports, Run } from '../onboard/ports.ts';
import type { ManagedInstance } from '../shared/domain/fleet/instance.ts';
import type { StateChange } from '../shared/domain/fleet/state-change.ts';
import type { Traffic } from '../shared/domain/rollout/rollout-step.ts';
import { isLookedAtEachTime } from '../shared/domain/roster/due.ts';
import { isHeld } from '../shared/domain/roster/pulse.ts';
import type { RosterEntry } from '../shared/domain/roster/roster-entry.ts';
import type { RosterMove } from '../shared/domain/roster/roster-move.ts';
import type { VerificationSettings } from '../shared/domain/verification/verification-settings.ts';
import { advanceRollout, type RolloutPorts } from './advance-rollout.ts';
import { releaseForgotten } from './settle-launch-versions.ts';
import { type TurnPorts, verifyTurn } from './verify-turn.ts';

/** What a round of rechecks did. */
export interface Rechecked {
  readonly due: number;
  readonly written: readonly RosterMove[];
  readonly ordersSent: number;
  readonly lateSeconds: number;
  /** How many instances a verification was read of, and how many of them gave no answer. */
  readonly verified: number;
  readonly unanswered: number;
}

/** A run of the recheck. */
export interface RecheckRun extends Run {
  readonly verification: VerificationSettings;
}

/**
 * How many entries are looked at together: enough for full pages and orders, and few enough for a short call.
 */
const entriesPerRoundMax = 1000;

/**
 * Looks again at every entry that is due: instances that wait for their agent, expired claims, and commands
 * without an event. It works in bounded rounds until nothing is due or its time is over. What is left is
 * still due at the next call. Two calls at once do no harm: every move is conditional.
 */
export async function recheck(
  ports: Ports & SettlePorts & RolloutPorts & TurnPorts,
  run: RecheckRun,
): Promise<Rechecked> {
  const { roster, clock, log } = ports;
  const written: RosterMove[] = [];
  let due = 0;
  let ordersSent = 0;
  let lateSeconds = 0;
  const rolloutIds: string[] = [];
  const turnIds: string[] = [];
  if (clock.now() >= run.lastOrderAtMs)
    return { due, written, ordersSent, lateSeconds, verified: 0, unanswered: 0 };
  let round = 0;
  for await (const { entries, unreadableIds, ...others } of roster.due(clock.now(), entriesPerRoundMax)) {
    round += 1;
    due += entries.size + unreadableIds.length;
    rolloutIds.push(...others.rolloutIds);
    turnIds.push(...others.turnIds);
    if (unreadableIds.length > 0) log.error('entries unreadable', { instanceIds: unreadableIds });
    const settled = await settleCommands(entries, ports, run.settings);
    const { stateChanges, managed } = await findStateChanges(entries, ports, run);
    const known = { entries, managed };
    const requestId = `${run.requestId}-${round}`;
    const onboarded =
      stateChanges.length === 0
        ? undefined
        : await onboard(stateChanges, ports, { ...run, requestId, known });
    written.push(...settled, ...(onboarded?.written ?? []));
    ordersSent += onboarded?.ordersSent ?? 0;
    lateSeconds = Math.max(lateSeconds, onboarded?.lateSeconds ?? 0);
    if (clock.now() >= run.lastOrderAtMs) break;
  }
  const advanced = await advanceOthers({ rolloutIds, turnIds }, ports, run);
  return { due, ordersSent, lateSeconds, ...advanced, written: [...written, ...advanced.written] };
}

/** Advances what comes after entries: roll-outs, and after them verifications. */
async function advanceOthers(
  { rolloutIds, turnIds }: { readonly rolloutIds: readonly string[]; readonly turnIds: readonly string[] },
  ports: Ports & SettlePorts & RolloutPorts & TurnPorts,
  run: RecheckRun,
): Promise<Pick<Rechecked, 'written' | 'verified' | 'unanswered'>> {
  const { settings, launchVersions, verification } = run;
  const written: RosterMove[] = [];
  const leaseMs = settings.claimLeaseSeconds * 1000;
  if (rolloutIds.length > 0) {
    const traffic = await readTraffic(ports, run);
    const options = { traffic, settings, launchVersions, leaseMs };
    for (const rolloutId of rolloutIds) written.push(...(await advanceRollout(rolloutId, ports, options)));
  }
  if (launchVersions !== undefined && !rolloutIds.includes(launchVersions.rolloutId))
    await releaseForgotten(launchVersions, ports);
  let verified = 0;
  let unanswered = 0;
  for (const turnId of turnIds) {
    if (ports.clock.now() >= run.lastOrderAtMs) break;
    const traffic = await readTraffic(ports, run);
    const step = await verifyTurn(turnId, ports, { traffic, settings, verification, leaseMs });
    written.push(...step.written);
    verified += step.verified;
    unanswered += step.unanswered;
  }
  return { written, verified, unanswered };
}

/** For how long roll-outs make room after a throttled call. */
const throttledMs = 60_000;

/** What goes before roll-outs. When the time of the call is over, what was due may not all be done. */
async function readTraffic(
  { clock, launchQueue, pulses }: Pick<RolloutPorts, 'clock' | 'launchQueue' | 'pulses'>,
  { gap, lastOrderAtMs }: Run,
): Promise<Traffic> {
  const isBehind = isHeld(gap, clock.now());
  if (clock.now() >= lastOrderAtMs) return { isBehind, isLate: true };
  const [waiting, throttledAtMs] = await Promise.all([launchQueue.countWaiting(), pulses.throttledAtMs()]);
  const isThrottled = throttledAtMs !== undefined && clock.now() - throttledAtMs < throttledMs;
  return { isBehind, isLate: isThrottled || waiting > 0 };
}

/**
 * The due entries as state changes. In the early time every call looks, and an instance that has still not
 * registered is left as it is. Such a look costs only one question for a hundred instances. If the instance
 * ends, its event says so, or a later look does.
 */
async function findStateChanges(
  entries: ReadonlyMap<string, RosterEntry>,
  { managedInstances, clock }: Pick<Ports, 'managedInstances' | 'clock'>,
  { settings }: Run,
): Promise<{ stateChanges: StateChange[]; managed: ReadonlyMap<string, ManagedInstance> }> {
  const nowMs = clock.now();
  const isEarly = (entry: RosterEntry) =>
    entry.status === 'waiting' &&
    entry.reason === 'NotRegistered' &&
    isLookedAtEachTime(settings.lookTimes, entry.waitingSince, nowMs);
  const early = [...entries.values()].filter(isEarly).map(({ instanceId }) => instanceId);
  const managed = await managedInstances.describe(early);
  const silent = new Set(early.filter((instanceId) => !managed.has(instanceId)));
  const others = [...entries.values()].filter(({ instanceId }) => !silent.has(instanceId));
  return { stateChanges: others.flatMap(toStateChange), managed };
}

/** A due entry as a state change, for the code that onboards. A command is not handled this way. */
export function toStateChange({ instanceId, status, launchedAt }: RosterEntry): StateChange[] {
  if (status === 'commanded') return [];
  return [{ instanceId, state: 'running', atMs: launchedAt }];
}
