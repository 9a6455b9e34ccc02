import type { LocalCloud } from 'local-cloud';
import { drawAdoption, launchEarly } from '../rollouts/early-fleet.ts';
import type { RolloutChoice } from '../rollouts/rollout-choice.ts';
import { deployApplication, type LocalApplication } from './deploy-application.ts';
import type { Launched } from './run-workload.ts';

/** What takes part in a run, where it is in the assembly. */
const capabilities = ['remediation'];

/** The options of a deployment for a run. */
interface SeedOptions {
  readonly assemblyFolder: string;
  readonly seed: number;
  readonly launches: number;
  readonly rollouts: RolloutChoice;
}

/** Deploys the application. In the runs whose roll-out adopts, instances run in the account before that. */
export async function deploySeed({
  assemblyFolder,
  seed,
  launches,
  rollouts,
}: SeedOptions): Promise<LocalApplication & { readonly early: readonly Launched[] }> {
  let early: readonly Launched[] = [];
  const before = async (cloud: LocalCloud) => {
    if (drawAdoption(seed, rollouts)) early = await launchEarly(cloud, { seed, launches });
  };
  return { ...(await deployApplication(assemblyFolder, { seed, before, capabilities })), early };
}
