import type { Instance } from 'local-cloud';
import { disturbingKinds } from '../faults/faults.ts';
import type { RosterRow } from '../run/roster-rows.ts';
import type { Breach } from './invariants.ts';
import type { Evidence } from './simulation-evidence.ts';
import { earlySecondsMax, lateSecondsMax, promptSecondsMax, restingStatuses } from './simulation-promises.ts';

/** The delay of the launch queue, in seconds: an agent that registers within it is seen at the first look. */
const launchDelaySeconds = 180;
/** For how long after its start a registration counts as early (issue 3). */
const earlyMs = 30 * 60_000;

/** Accounted: whoever reached `running` has one entry, at rest, and what the entry says is so; nobody else has one. */
export function checkAccounted(evidence: Evidence): readonly Breach[] {
  const { launched, roster } = evidence;
  const rows = rowsOf(evidence);
  const known = new Set(launched.map(({ instance }) => instance.id));
  const strangers = roster
    .filter(({ instanceId }) => !known.has(instanceId))
    .map(({ instanceId }) => ({ instanceId, what: 'has an entry, and was never launched' }));
  const breaches = launched
    .filter(({ instance }) => Number.isFinite(instance.firstRunningMs))
    .flatMap(({ instance }): Breach[] => {
      const row = rows.get(instance.id);
      const what =
        row === undefined ? 'reached running and has no entry' : contradiction(instance, row, evidence);
      return what === undefined ? [] : [{ instanceId: instance.id, what }];
    });
  return [...strangers, ...breaches];
}

/** How the entry of an instance contradicts what is so; undefined when it does not. */
function contradiction(instance: Instance, row: RosterRow, { watch, cloud }: Evidence): string | undefined {
  const says = `rests as ${row.status} (${row.reason})`;
  if (!restingStatuses.includes(row.status)) return `${says}, which is no outcome`;
  const isRunning = instance.state === 'running' || instance.state === 'pending';
  if (isRunning && row.status === 'gone') return `${says}, and is ${instance.state}`;
  if (!isRunning && row.status !== 'gone') return `${says}, and is ${instance.state}`;
  const details = watch.latestDetails(instance.id);
  if (row.status === 'onboarded' && details !== 'Success')
    return `${says}, and its latest command is ${details ?? 'none'}`;
  if (row.status === 'failed' && details === 'Success') return `${says}, and its latest command is Success`;
  if (row.status === 'unmanaged' && instance.agent.pingStatus(cloud.timeline.nowMs) === 'Online')
    return `${says}, and its agent is online`;
  return undefined;
}

/** LateNotLost: whoever registered and stays has been given a document, soon after it registered. */
export function checkLateNotLost(evidence: Evidence): readonly Breach[] {
  const isCalm = !isDisturbed(evidence);
  return staying(evidence).flatMap(({ instance, readyMs }): Breach[] => {
    const registeredSeconds = Math.round((readyMs - instance.firstRunningMs) / 1000);
    const sentMs = evidence.watch.firstSentMs(instance.id);
    const who = { instanceId: instance.id };
    if (sentMs === undefined)
      return [{ ...who, what: `registered ${registeredSeconds} s after its start and got no command` }];
    const limitSeconds = readyMs - instance.firstRunningMs <= earlyMs ? earlySecondsMax : lateSecondsMax;
    const seconds = Math.round((sentMs - Math.max(readyMs, instance.firstRunningMs)) / 1000);
    if (!isCalm || seconds <= limitSeconds) return [];
    const what = `registered ${registeredSeconds} s after its start and got its command ${seconds} s later; promised is ${limitSeconds} s`;
    return [{ ...who, what }];
  });
}

/**
 * NeverStuck: no queue holds what nobody can deal with; and where only single messages and instances are bad, an
 * instance that is ready at the first look has its command as promptly as if they were not there.
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
  const slow = staying(evidence).flatMap(({ instance, readyMs }): Breach[] => {
    const isPrompt = readyMs - instance.firstRunningMs < launchDelaySeconds * 1000;
    const sentMs = evidence.watch.firstSentMs(instance.id);
    if (!isPrompt || sentMs === undefined) return [];
    const seconds = Math.round((sentMs - instance.firstRunningMs) / 1000);
    if (seconds <= promptSecondsMax) return [];
    return [
      {
        instanceId: instance.id,
        what: `was ready and waited ${seconds} s; promised is ${promptSecondsMax} s`,
      },
    ];
  });
  return [...stuck, ...slow];
}

/** True when faults happened that may delay Muster itself. */
function isDisturbed({ faults }: Evidence): boolean {
  return disturbingKinds.some((kind) => (faults[kind]?.injected ?? 0) > 0);
}

/**
 * The instances that are to get a document, and when each was ready for it: running and registered, without a stop or
 * a silent agent since. Whoever became ready in the last of the promised times is left out.
 */
function staying(evidence: Evidence): readonly { instance: Instance; readyMs: number }[] {
  const nowMs = evidence.cloud.timeline.nowMs;
  const rows = rowsOf(evidence);
  return evidence.launched.flatMap(({ instance }) => {
    const { agent, spec } = instance;
    const hasStayed = instance.state === 'running' && instance.stateSinceMs === instance.firstRunningMs;
    const isReady = hasStayed && agent.hasBeenUpSince(agent.registeredAtMs, nowMs);
    const isTimely = agent.registeredAtMs <= nowMs - lateSecondsMax * 1000;
    const isFree = !evidence.watch.wasRefused(instance.id);
    const isMeant = rows.get(instance.id)?.status !== 'excluded' && spec.operatorManaged === undefined;
    return isReady && isTimely && isMeant && isFree ? [{ instance, readyMs: agent.registeredAtMs }] : [];
  });
}

function rowsOf({ roster }: Evidence): ReadonlyMap<string, RosterRow> {
  return new Map(roster.map((row) => [row.instanceId, row]));
}
