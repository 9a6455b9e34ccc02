import { type LocalCloud, readAssembly } from 'local-cloud';
import { declareGatedGroups, type GatedGroup } from '../gates/gated-groups.ts';
import { drawAdoption, launchEarly } from '../rollouts/early-fleet.ts';
import type { RolloutChoice } from '../rollouts/rollout-choice.ts';
import { deployApplication, type LocalApplication } from './deploy-application.ts';
import type { Launched } from './run-workload.ts';

/** What takes part in a run, where it is in the assembly. */
const capabilities = ['remediation', 'autoScaling', 'notices'];

/** The options of a deployment for a run. */
interface SeedOptions {
  readonly assemblyFolder: string;
  readonly seed: number;
  readonly launches: number;
  readonly rollouts: RolloutChoice;
}

/** What a run begins with. */
interface DeployedSeed extends LocalApplication {
  readonly early: readonly Launched[];
  readonly groups: readonly GatedGroup[];
}

/** Deploys the application. In the runs whose roll-out adopts, instances run in the account before that. */
export async function deploySeed({
  assemblyFolder,
  seed,
  launches,
  rollouts,
}: SeedOptions): Promise<DeployedSeed> {
  let early: readonly Launched[] = [];
  let groups: readonly GatedGroup[] = [];
  const before = async (cloud: LocalCloud) => {
    groups = declareGatedGroups(cloud, readAssembly(assemblyFolder), seed);
    if (drawAdoption(seed, rollouts)) early = await launchEarly(cloud, { seed, launches });
  };
  return { ...(await deployApplication(assemblyFolder, { seed, before, capabilities })), early, groups };
}
