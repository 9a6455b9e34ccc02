import { readJson, variableOf } from '../../lambdas/shared/runtime/setting-forms.ts';
import { skewMsMax } from '../faults/faults-of-events.ts';
import type { EndedWait } from '../gates/gate-watch.ts';
import { recordOf } from '../run/declared-resources.ts';
import type { DeployedParts } from '../run/deployed-parts.ts';
import type { Breach } from './finding.ts';
import type { Evidence } from './simulation-evidence.ts';

/** What the gate of a group is deployed with. */
interface Gate {
  readonly holdSecondsMax: number;
  readonly heartbeatSeconds: number;
  readonly otherwise: string;
}

/** The gate counts from the time of the event, by the clock that stamps it. */
const clockSlackSeconds = skewMsMax / 1000;

/** A look comes when its message is delivered and its call has ended. */
const lookSlackSeconds = 15 * 60;

/**
 * Gated: who enters service is onboarded, or Muster leaves it alone; or it has failed or was held for as long as the
 * setting of its group says; or Auto Scaling has decided by itself. Nobody is given up who was onboarded. Nobody is held
 * longer than the setting and one time-out of the hook.
 */
export function checkGated({ gates, application, restoredMs, launched }: Evidence): readonly Breach[] {
  if (gates === undefined) return [];
  const deployed = deployedGates(application);
  const stayed = new Set(
    launched.flatMap(({ instance }) => (instance.spec.lifecycle === undefined ? [instance.id] : [])),
  );
  return gates.ended.flatMap((wait): Breach[] => {
    const gate = deployed.get(wait.groupName);
    if (gate === undefined || !stayed.has(wait.instanceId)) return [];
    // A restored table may not know what the function knew.
    const isKnown = restoredMs === undefined || wait.endedMs < restoredMs;
    const wrong = [whyTooLong(wait, gate), isKnown ? whyWrong(wait, gate) : undefined];
    return wrong.flatMap((what) => (what === undefined ? [] : [{ instanceId: wait.instanceId, what }]));
  });
}

function secondsOf({ beganMs, endedMs }: EndedWait): number {
  return Math.round((endedMs - beganMs) / 1000);
}

function whyTooLong(wait: EndedWait, { holdSecondsMax, heartbeatSeconds }: Gate): string | undefined {
  const max = holdSecondsMax + heartbeatSeconds + lookSlackSeconds + clockSlackSeconds;
  const seconds = secondsOf(wait);
  return seconds <= max ? undefined : `was held for ${seconds} s by its group; promised is ${max} s`;
}

function whyWrong(wait: EndedWait, { otherwise, holdSecondsMax }: Gate): string | undefined {
  const { entry, isLetOn, isTimedOut } = wait;
  if (isTimedOut) return undefined;
  const isReady = entry?.onboardedAt !== undefined || entry?.status === 'excluded';
  const says = `while its entry was ${entry?.status ?? 'none'} (${entry?.reason ?? 'no reason'})`;
  const isHopeless = entry?.status === 'failed' || secondsOf(wait) >= holdSecondsMax - clockSlackSeconds;
  if (isLetOn) {
    const isRight = isReady || (otherwise === 'CONTINUE' && isHopeless);
    return isRight ? undefined : `entered service after ${secondsOf(wait)} s, ${says}`;
  }
  const isRight = !isReady && otherwise === 'ABANDON' && isHopeless;
  return isRight ? undefined : `was given up after ${secondsOf(wait)} s, ${says}`;
}

function deployedGates({ functions }: DeployedParts): ReadonlyMap<string, Gate> {
  const gating = functions.find(({ purpose }) => purpose === 'launch-gate');
  const gates = recordOf(readJson(gating?.variables[variableOf('gates')] ?? '{}'));
  return new Map(
    Object.entries(gates).map(([name, gate]) => {
      const { holdSecondsMax, heartbeatSeconds, otherwise } = recordOf(gate);
      return [
        name,
        {
          holdSecondsMax: Number(holdSecondsMax),
          heartbeatSeconds: Number(heartbeatSeconds),
          otherwise: String(otherwise),
        },
      ];
    }),
  );
}
