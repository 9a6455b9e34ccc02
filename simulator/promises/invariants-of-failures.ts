import { faultNames } from '../faults/fault-kinds.ts';
import type { ScheduledFunction } from '../run/deployed-parts.ts';
import type { Breach } from './finding.ts';
import type { Evidence } from './simulation-evidence.ts';
import { calmSecondsMin, unheardSecondsMax } from './simulation-promises.ts';

/**
 * NothingUnseen:
 * - every entry has a reason;
 * - every dead letter has raised an alarm;
 * - a scheduled function raises its alarm if no call succeeded for long, and only then;
 * - the alarm of a function ends by itself when its calls succeed again;
 * - every message that cannot be parsed becomes a dead letter, and no other does, whatever failed for how long: a dead
 *   letter needs a person;
 * - without faults, no call of a function fails.
 */
export function checkNothingUnseen(evidence: Evidence): readonly Breach[] {
  return [
    ...entriesWithoutReason(evidence),
    ...silentLetters(evidence),
    ...evidence.application.scheduled.flatMap((called) => [
      ...silentCalls(called, evidence),
      ...falseAlarms(called, evidence),
    ]),
    ...lastingAlarms(evidence),
    ...wrongLetters(evidence),
    ...ownFailures(evidence),
  ];
}

function entriesWithoutReason({ roster }: Evidence): readonly Breach[] {
  return roster
    .filter(({ reason }) => reason === '')
    .map(({ instanceId, status }) => ({ instanceId, what: `is ${status} without a reason` }));
}

function silentLetters({ application, watch }: Evidence): readonly Breach[] {
  return application.queues
    .filter(({ queue, isWorkedOn }) => !isWorkedOn && queue.counts.visible > 0)
    .filter(({ alarmNames }) => !alarmNames.some((name) => watch.hasRung(name)))
    .map(({ queue, alarmNames }) => {
      const alarms =
        alarmNames.length === 0 ? 'there is no alarm on it' : `${alarmNames.join(', ')} never rang`;
      return { what: `${queue.counts.visible} dead letters are in ${queue.name}, and ${alarms}` };
    });
}

/** Finds scheduled functions without a successful call, and without an alarm, for longer than promised. */
function silentCalls(
  { functionName, periodSeconds, alarmNames }: ScheduledFunction,
  { watch, beginMs, cloud }: Evidence,
): readonly Breach[] {
  const alarms =
    alarmNames.length === 0 ? 'there is no alarm on it' : `${alarmNames.join(', ')} did not ring`;
  const ringsMs = alarmNames.flatMap((name) => watch.ringsMs(name));
  const endsMs = [...watch.goodCallsMs(functionName), cloud.timeline.nowMs];
  return endsMs.flatMap((toMs, n): Breach[] => {
    const fromMs = endsMs[n - 1] ?? beginMs;
    const seconds = Math.round((toMs - fromMs) / 1000);
    if (seconds <= unheardSecondsMax(periodSeconds)) return [];
    if (ringsMs.some((atMs) => atMs >= fromMs && atMs <= toMs)) return [];
    return [{ what: `no call of ${functionName} ended well for ${seconds} s, and ${alarms}` }];
  });
}

/**
 * Finds alarms that went off shortly after a successful call. Alarms before the first successful call are not false.
 */
function falseAlarms(
  { functionName, periodSeconds, alarmNames }: ScheduledFunction,
  { watch }: Evidence,
): readonly Breach[] {
  const goodCallsMs = watch.goodCallsMs(functionName);
  const rings = alarmNames.flatMap((name) => watch.ringsMs(name).map((atMs) => ({ name, atMs })));
  return rings.flatMap(({ name, atMs }): Breach[] => {
    const lastMs = goodCallsMs.findLast((goodMs) => goodMs <= atMs);
    const seconds = lastMs === undefined ? Number.POSITIVE_INFINITY : (atMs - lastMs) / 1000;
    if (seconds >= calmSecondsMin(periodSeconds)) return [];
    const what = `${name} rang ${Math.round(seconds)} s after a call of ${functionName} had ended well`;
    return [{ what }];
  });
}

/** Finds alarms that go on although a call has succeeded since they went off. */
function lastingAlarms({ application, cloud, watch }: Evidence): readonly Breach[] {
  const states = cloud.observations.cloudwatch.alarmStates();
  return application.functions.flatMap(({ functionName, alarmNames }) => {
    const goodMs = watch.goodCallsMs(functionName).at(-1) ?? 0;
    return alarmNames
      .filter((name) => states.get(name) === 'ALARM' && (watch.ringsMs(name).at(-1) ?? goodMs) < goodMs)
      .map((name) => ({ what: `the alarm ${name} goes on although calls of ${functionName} succeed` }));
  });
}

function wrongLetters({ application, faults }: Evidence): readonly Breach[] {
  const put = faults['poison-message']?.injected ?? 0;
  // Counted at the source queue, because dead letters are deleted after their retention period.
  const letters = application.queues.reduce((sum, { queue }) => sum + queue.totals.deadLettered, 0);
  return letters === put
    ? []
    : [{ what: `${put} messages were malformed, and ${letters} became dead letters` }];
}

function ownFailures({ watch, faults, cloud }: Evidence): readonly Breach[] {
  if (faultNames.some((kind) => (faults[kind]?.injected ?? 0) > 0)) return [];
  const rejected = cloud.observations.cloudwatch.rejected.map(
    ({ reason }) => `a metric was malformed: ${reason}`,
  );
  return [...watch.failedCalls, ...rejected].map((what) => ({ what: `${what}, without a fault` }));
}
