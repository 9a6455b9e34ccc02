import { agentKnows, type Instance } from 'local-cloud';
import { disturbingKinds } from '../faults/fault-kinds.ts';
import type { RosterRow } from '../run/roster-rows.ts';
import { errandName } from '../run/simulation-watch.ts';
import type { Bounds } from './bounds.ts';
import type { Breach } from './finding.ts';
import { contradictionOfAgents } from './invariants-of-agents.ts';
import type { Evidence } from './simulation-evidence.ts';
import { isResting } from './simulation-promises.ts';

/**
 * Accounted: every instance that reached `running` has one entry. The entry is at rest and is true. No other instance
 * has an entry. One that ran before Muster has none until it is adopted or starts again.
 */
export function checkAccounted(evidence: Evidence): readonly Breach[] {
  const { launched, early, roster } = evidence;
  const rows = rowsOf(evidence);
  const known = new Set([...launched, ...early].map(({ instance }) => instance.id));
  const strangers = roster
    .filter(({ instanceId }) => !known.has(instanceId))
    .map(({ instanceId }) => ({ instanceId, what: 'has an entry, and was never launched' }));
  const breaches = launched
    .filter(({ instance }) => Number.isFinite(instance.firstRunningMs))
    .flatMap(({ instance }): Breach[] => {
      const row = rows.get(instance.id);
      if (row === undefined && mayBeForgotten(instance, evidence)) return [];
      const what =
        row === undefined ? 'reached running and has no entry' : contradiction(instance, row, evidence);
      return what === undefined ? [] : [{ instanceId: instance.id, what }];
    });
  return [...strangers, ...breaches, ...breachesOfEarly(evidence)];
}

/** Who was adopted, or started again, is accounted like a launch. A roll-out that is done has adopted all that run. */
function breachesOfEarly(evidence: Evidence): readonly Breach[] {
  const { early, rollout } = evidence;
  const rows = rowsOf(evidence);
  const isDone = rollout?.watch.item().progress.includes('"status":"done"') === true;
  const memberIds = new Set(rollout?.members.map(({ instanceId }) => instanceId));
  return early.flatMap(({ instance }): Breach[] => {
    const { id: instanceId, state } = instance;
    const row = rows.get(instanceId);
    const isMissing = row === undefined && isDone && memberIds.has(instanceId) && state === 'running';
    const what =
      row === undefined
        ? isMissing && 'ran before Muster, and the roll-out that is done has not adopted it'
        : contradiction(instance, row, evidence);
    return what ? [{ instanceId, what }] : [];
  });
}

/**
 * True if the instance ended so long ago that DynamoDB may have deleted its entry, or before the table was restored to a
 * moment when it had none.
 */
function mayBeForgotten(
  { state, stateSinceMs }: Instance,
  { times, cloud, restoredMs = 0 }: Evidence,
): boolean {
  if (state !== 'terminated') return false;
  return stateSinceMs < restoredMs || cloud.timeline.nowMs - stateSinceMs >= times.closedEntrySeconds * 1000;
}

/** How the entry of an instance contradicts what is so; undefined when it does not. */
function contradiction(instance: Instance, row: RosterRow, evidence: Evidence): string | undefined {
  const { watch, cloud } = evidence;
  const says = `rests as ${row.status} (${row.reason})`;
  if (!isResting[row.status]) return `${says}, which is not a resting status`;
  const isRunning = instance.state === 'running' || instance.state === 'pending';
  if (isRunning && row.status === 'gone') return `${says}, and is ${instance.state}`;
  if (!isRunning && row.status !== 'gone') return `${says}, and is ${instance.state}`;
  const agents = contradictionOfAgents(row, evidence);
  if (agents !== undefined) return `${says}, and ${agents}`;
  const ofErrand = contradictionOfErrand(row, watch);
  if (ofErrand !== undefined) return `${says}, and ${ofErrand}`;
  const details = detailsOf(row, watch);
  if (row.status === 'onboarded' && details !== 'Success')
    return `${says}, and its command is ${details ?? 'none'}`;
  if (row.status === 'failed' && details === 'Success') return `${says}, and its command is Success`;
  const isOnline = instance.agent.pingStatus(cloud.timeline.nowMs) === 'Online';
  if (row.status === 'unmanaged' && row.causeCertainty === undefined)
    return `${says}, and does not say how sure that is`;
  if (row.status === 'unmanaged' && isOnline && !isTooOld(instance, row))
    return `${says}, and its agent is online`;
  return undefined;
}

/** How what an entry says of its errand contradicts what became of it; undefined when it does not. */
function contradictionOfErrand(row: RosterRow, watch: Evidence['watch']): string | undefined {
  const { instanceId, errand } = row;
  if (errand === undefined) return undefined;
  const { rolloutId, document, documentVersion, status } = errand;
  const details = watch.detailsOf(instanceId, errandName(rolloutId, `${document}:${documentVersion}`));
  const isTrue = status === 'done' ? details === 'Success' : status === 'failed' && details !== 'Success';
  // Who does not answer, or is stopped, may have it in hand: it is put back when it answers again.
  const isInHand = row.status === 'gone' || (row.status === 'unmanaged' && status === 'open');
  return isTrue || isInHand ? undefined : `its errand is ${status}, and the command is ${details}`;
}

/** True if the entry says that the SSM agent is too old for the document, and the agent is old. */
function isTooOld({ spec }: Instance, row: RosterRow | undefined): boolean {
  return row?.reason === 'AgentTooOld' && !agentKnows(spec.agentVersion, 'controlFlow');
}

/** The end of the command that decided: the latest one, or that of the agent of which the entry tells. */
function detailsOf(row: RosterRow, watch: Evidence['watch']): string | undefined {
  const { instanceId, agent, agents } = row;
  const state = agent === undefined ? row : agents?.find((one) => one.agent === agent);
  if (state?.document === undefined) return watch.latestDetails(instanceId);
  return watch.detailsOf(instanceId, `${state.document}:${state.documentVersion}`);
}

/**
 * LateNotLost: whoever registered and stays has been given a document soon after it registered, and the document of the
 * next agent soon after the one before has ended.
 */
export function checkLateNotLost(evidence: Evidence): readonly Breach[] {
  const isCalm = !isDisturbed(evidence);
  return [...(isCalm ? lateAgents(evidence) : []), ...lateCommands(evidence, isCalm)];
}

function lateAgents(evidence: Evidence): readonly Breach[] {
  const { watch, bounds, rollout } = evidence;
  // What a roll-out sends comes when its plan says.
  const rolledOut = Object.entries(rollout?.plan.versions ?? {}).map((pair) => pair.join(':'));
  const errand = rollout?.plan.errand;
  if (rollout !== undefined && errand !== undefined)
    rolledOut.push(errandName(rollout.plan.rolloutId, `${errand.document}:${errand.documentVersion}`));
  const ids = new Set(staying(evidence).map(({ instance }) => instance.id));
  return watch.nextDocuments
    .filter(({ instanceId, seconds }) => ids.has(instanceId) && seconds > bounds.nextAgentSeconds)
    .filter(({ document }) => !rolledOut.includes(document))
    .map(({ instanceId, document, seconds }) => ({
      instanceId,
      what: `got ${document} ${Math.round(seconds)} s after the one before had ended; promised is ${bounds.nextAgentSeconds} s`,
    }));
}

function lateCommands(evidence: Evidence, isCalm: boolean): readonly Breach[] {
  return staying(evidence).flatMap(({ instance, readyMs, limitSeconds }): Breach[] => {
    const registeredSeconds = Math.round((readyMs - instance.firstRunningMs) / 1000);
    const sentMs = evidence.watch.firstSentMs(instance.id);
    const who = { instanceId: instance.id };
    if (sentMs === undefined)
      return [{ ...who, what: `registered ${registeredSeconds} s after its start and got no command` }];
    const seconds = Math.round((sentMs - Math.max(readyMs, instance.firstRunningMs)) / 1000);
    if (!isCalm || seconds <= limitSeconds) return [];
    const what = `registered ${registeredSeconds} s after its start and got its command ${seconds} s later; promised is ${limitSeconds} s`;
    return [{ ...who, what }];
  });
}

/**
 * NeverStuck: no queue holds a message that cannot be handled. If only single messages and instances are faulty, an
 * instance that is ready at the first look gets its command as promptly as without faults.
 */
export function checkNeverStuck(evidence: Evidence): readonly Breach[] {
  const stuck = evidence.application.queues
    .filter(({ isWorkedOn }) => isWorkedOn)
    .flatMap(({ queue }): Breach[] => {
      const { visible, inFlight, delayed } = queue.counts;
      const count = visible + inFlight + delayed;
      return count === 0 ? [] : [{ what: `${count} messages are left in the queue ${queue.name}` }];
    });
  if (isDisturbed(evidence)) return stuck;
  const { bounds, times } = evidence;
  const slow = staying(evidence).flatMap(({ instance, readyMs }): Breach[] => {
    const isPrompt = readyMs - instance.firstRunningMs < times.launches.delaySeconds * 1000;
    const sentMs = evidence.watch.firstSentMs(instance.id);
    if (!isPrompt || sentMs === undefined) return [];
    const seconds = Math.round((sentMs - instance.firstRunningMs) / 1000);
    if (seconds <= bounds.promptSeconds) return [];
    return [
      {
        instanceId: instance.id,
        what: `was ready and waited ${seconds} s; promised is ${bounds.promptSeconds} s`,
      },
    ];
  });
  return [...stuck, ...slow];
}

/** True if a fault occurred that can delay Muster itself. */
function isDisturbed({ faults }: Evidence): boolean {
  return disturbingKinds.some((kind) => (faults[kind]?.injected ?? 0) > 0);
}

/** An instance that must get a command, when it was ready, and how soon after that the command must come. */
interface Stayer {
  readonly instance: Instance;
  readonly readyMs: number;
  readonly limitSeconds: number;
}

/** The bound for an instance that registered this long after its start. */
function limitOf(registeredSeconds: number, bounds: Bounds): number {
  if (registeredSeconds <= bounds.earlyRegistrationSeconds) return bounds.earlySeconds;
  return registeredSeconds <= bounds.horizonSeconds ? bounds.lateSeconds : bounds.sweptSeconds;
}

/**
 * The instances that must get a command, and when each one was ready: running and registered, without a stop or a
 * silent agent since. Instances whose bound has not passed yet are not included.
 */
function staying(evidence: Evidence): readonly Stayer[] {
  const nowMs = evidence.cloud.timeline.nowMs;
  const rows = rowsOf(evidence);
  return evidence.launched.flatMap(({ instance }) => {
    const { agent, spec } = instance;
    const hasStayed = instance.state === 'running' && instance.stateSinceMs === instance.firstRunningMs;
    const isReady = hasStayed && agent.hasBeenUpSince(agent.registeredAtMs, nowMs);
    const limitSeconds = limitOf((agent.registeredAtMs - instance.firstRunningMs) / 1000, evidence.bounds);
    const isTimely = agent.registeredAtMs <= nowMs - limitSeconds * 1000;
    const isFree = !evidence.watch.wasRefused(instance.id);
    const row = rows.get(instance.id);
    const isLeftOut = row?.status === 'excluded' || isTooOld(instance, row);
    const isMeant = !isLeftOut && spec.operatorManaged === undefined;
    return isReady && isTimely && isMeant && isFree
      ? [{ instance, readyMs: agent.registeredAtMs, limitSeconds }]
      : [];
  });
}

function rowsOf({ roster }: Evidence): ReadonlyMap<string, RosterRow> {
  return new Map(roster.map((row) => [row.instanceId, row]));
}
