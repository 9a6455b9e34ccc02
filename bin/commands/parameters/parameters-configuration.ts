import type { DeclaredParameter } from '../../../lib/capabilities/parameters/parameter-tree.ts';
import { UsageError } from '../../failure.ts';

/**
 * The parameters that `muster.config.ts` declares for an environment, and the environment's account and
 * region.
 */
export interface DeclaredTree {
  /** `/retail/shop/prod` ... */
  readonly paths: readonly string[];
  readonly parameters: readonly DeclaredParameter[];
  /** Absent when the configuration has no environments. */
  readonly env?: { readonly account: string; readonly region: string };
}

/**
 * Reads the tree of one environment, by default the first. A configuration without parameters has an empty
 * tree.
 * @throws UsageError when the configuration has mistakes, or no such environment.
 */
export async function readDeclaredTree(environment: string | undefined): Promise<DeclaredTree> {
  const [{ ConfigurationError, readConfig }, { default: config }, { readApplications }] = await Promise.all([
    import('../../../lib/configuration/config.ts'),
    import('../../../muster.config.ts'),
    import('../../../lib/capabilities/parameters/parameter-tree.ts'),
  ]);
  try {
    const deployments = readConfig(config);
    const chosen =
      environment === undefined ? deployments[0] : deployments.find(({ name }) => name === environment);
    if (chosen === undefined) {
      const names =
        deployments.flatMap(({ name }) => name ?? []).join(', ') || 'none: there are no environments';
      throw new UsageError(`--environment ${environment}: allowed is one of muster.config.ts: ${names}`);
    }
    const { settings, env } = chosen;
    const paths = readApplications(settings.parameters?.tree ?? {}).flatMap(
      (application) => application.paths,
    );
    return {
      paths: paths.map(({ path }) => path),
      parameters: paths.flatMap(({ parameters }) => parameters),
      ...(env === undefined ? {} : { env }),
    };
  } catch (error) {
    if (error instanceof ConfigurationError) throw new UsageError(error.message);
    throw error;
  }
}
