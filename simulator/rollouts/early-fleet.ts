import { type LocalCloud, type Place, Random } from 'local-cloud';
import { readJson, variableOf } from '../../lambdas/shared/runtime/setting-forms.ts';
import { exampleFleet } from '../fleet/example-fleet.ts';
import { recordOf } from '../run/declared-resources.ts';
import type { DeployedParts } from '../run/deployed-parts.ts';
import { type Launched, scheduleLaunches } from '../run/run-workload.ts';
import type { RolloutChoice } from './rollout-choice.ts';

/** The share of roll-outs that adopt instances that ran before Muster. */
const adoptingProbability = 0.25;
/** An early instance for so many launches. */
const launchesPerEarly = 10;
/** For how long the early instances run before Muster is deployed. Their agents have registered by then. */
const earlyMs = 30 * 60_000;

/** True when the roll-out of a seed adopts. It has its own random stream, so that it changes no other draw. */
export function drawAdoption(seed: number, choice: RolloutChoice): boolean {
  return (
    choice !== 'none' && choice !== 'errand' && Random.stream(seed, 'adoption').chance(adoptingProbability)
  );
}

/** Launches a fleet before anything is deployed: nobody hears of it. */
export async function launchEarly(
  cloud: LocalCloud & Place,
  { seed, launches }: { readonly seed: number; readonly launches: number },
): Promise<readonly Launched[]> {
  const fleet = exampleFleet({ launches: Math.ceil(launches / launchesPerEarly), seed, place: cloud });
  const launched = scheduleLaunches(
    cloud,
    fleet.map((launch) => ({ ...launch, atSeconds: 0 })),
  );
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + earlyMs });
  return launched;
}

/** By document: the version that launches get. */
export function deployedVersions({ functions }: DeployedParts): Readonly<Record<string, string>> {
  const onboard = functions.find(({ purpose }) => purpose === 'onboard');
  if (onboard === undefined) throw new Error('A roll-out needs the function that onboards.');
  const versions = recordOf(readJson(onboard.variables[variableOf('documentVersions')] ?? ''));
  return Object.fromEntries(Object.entries(versions).map(([name, version]) => [name, String(version)]));
}
