import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import { launchSecondsMax } from '../onboarding/launch-times.ts';
import { type GateSettings, heartbeatSecondsOf } from './auto-scaling-schema.ts';
import { lookSeconds } from './launch-gate.ts';

/** Auto Scaling holds nothing for more than so many time-outs of a hook (user guide of lifecycle hooks). */
const heartbeatsMax = 100;

/** Gates that end a wait before an instance can be onboarded, or that Auto Scaling ends before they do. */
export const findGateMistakes: ConfigCheck = (_outline, settings) =>
  settings.flatMap((each) =>
    Object.entries(each.autoScaling?.groups ?? {}).flatMap(([name, gate]) => findIn(each, name, gate)),
  );

function findIn(settings: Settings, name: string, gate: GateSettings): string[] {
  const field = `autoScaling.groups.${name}`;
  const { holdSecondsMax, heartbeatSeconds } = gate;
  const least = launchSecondsMax(settings) + lookSeconds;
  if (holdSecondsMax <= least) {
    const why = 'a launch takes so long, and the time that its documents run';
    return [`${field}.holdSecondsMax: received ${holdSecondsMax}; allowed: more than ${least}: ${why}`];
  }
  if (heartbeatSeconds !== undefined && heartbeatSeconds > holdSecondsMax)
    return [
      `${field}.heartbeatSeconds: received ${heartbeatSeconds}; allowed: at most ${holdSecondsMax}, which is holdSecondsMax`,
    ];
  const most = heartbeatsMax * heartbeatSecondsOf(gate);
  if (holdSecondsMax <= most) return [];
  const why = `Auto Scaling holds nothing for longer than ${heartbeatsMax} times heartbeatSeconds`;
  return [`${field}.holdSecondsMax: received ${holdSecondsMax}; allowed: at most ${most}: ${why}`];
}
