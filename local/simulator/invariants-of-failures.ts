import { faultNames } from './faults.ts';
import type { Breach } from './invariants.ts';
import type { Evidence } from './simulation-evidence.ts';

/**
 * NothingUnseen: every entry has a reason; every dead letter has an alarm that rang; what nobody can read is a dead
 * letter; and no call of a function fails where no fault made it.
 */
export function checkNothingUnseen(evidence: Evidence): readonly Breach[] {
  return [
    ...entriesWithoutReason(evidence),
    ...silentLetters(evidence),
    ...lostPoison(evidence),
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

function lostPoison({ application, faults }: Evidence): readonly Breach[] {
  const put = faults['poison-message']?.injected ?? 0;
  const letters = application.queues
    .filter(({ isWorkedOn }) => !isWorkedOn)
    .reduce((sum, { queue }) => sum + queue.counts.visible, 0);
  return letters >= put
    ? []
    : [{ what: `${put} messages were malformed, and ${letters} dead letters are left` }];
}

function ownFailures({ watch, faults, cloud }: Evidence): readonly Breach[] {
  if (faultNames.some((kind) => (faults[kind]?.injected ?? 0) > 0)) return [];
  const rejected = cloud.observations.cloudwatch.rejected.map(
    ({ reason }) => `a metric was malformed: ${reason}`,
  );
  return [...watch.failedCalls, ...rejected].map((what) => ({ what: `${what}, without a fault` }));
}
