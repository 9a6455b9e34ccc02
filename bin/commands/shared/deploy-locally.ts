import { AssemblyError } from 'local-cloud';
import { deployApplication, type LocalApplication } from '../../../simulator/run/deploy-application.ts';
import { UsageError } from '../../failure.ts';

/**
 * Deploys an environment of an assembly into a local cloud, and says so. @throws UsageError when there is no such
 * environment.
 */
export async function deployLocally(
  folder: string,
  { seed, environment }: { readonly seed: number; readonly environment?: string },
  say: (line: string) => void,
): Promise<LocalApplication> {
  const application = await deploy(folder, seed, environment);
  const { cloud, stacks, leftOut } = application;
  say(`Running ${stacks.map(({ id }) => id).join(', ')} as if in ${cloud.region}.`);
  if (leftOut.length > 0) say(`Not run here, because nothing in them onboards: ${leftOut.join(', ')}.`);
  return application;
}

async function deploy(
  folder: string,
  seed: number,
  environment: string | undefined,
): Promise<LocalApplication> {
  try {
    return await deployApplication(folder, { seed, ...(environment === undefined ? {} : { environment }) });
  } catch (error) {
    if (error instanceof AssemblyError) throw new UsageError(error.message);
    throw error;
  }
}
