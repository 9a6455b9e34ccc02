import type { Deployment } from '../../lib/configuration/config.ts';
import { UsageError } from '../failure.ts';

/**
 * The deployments of `muster.config.ts`. It is loaded only here, because some commands do without it.
 * @throws UsageError when the configuration has mistakes.
 */
export async function readEnvironments(): Promise<Deployment[]> {
  const [{ ConfigurationError, readConfig }, { default: config }] = await Promise.all([
    import('../../lib/configuration/config.ts'),
    import('../../muster.config.ts'),
  ]);
  try {
    return readConfig(config);
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * The deployment of one environment, by default the first.
 * @throws UsageError when the configuration has mistakes, or no such environment.
 */
export async function chooseEnvironment(environment: string | undefined): Promise<Deployment> {
  const deployments = await readEnvironments();
  const chosen =
    environment === undefined ? deployments[0] : deployments.find(({ name }) => name === environment);
  if (chosen !== undefined) return chosen;
  const names = deployments.flatMap(({ name }) => name ?? []).join(', ') || 'none: there are no environments';
  throw new UsageError(`--environment ${environment}: allowed is one of muster.config.ts: ${names}`);
}
