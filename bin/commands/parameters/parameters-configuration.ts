import type { DeclaredParameter } from '../../../lib/capabilities/parameters/parameter-tree.ts';
import { chooseEnvironment } from '../../account/chosen-environment.ts';

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
  const [{ settings, env }, { readApplications }] = await Promise.all([
    chooseEnvironment(environment),
    import('../../../lib/capabilities/parameters/parameter-tree.ts'),
  ]);
  const paths = readApplications(settings.parameters?.tree ?? {}).flatMap((application) => application.paths);
  return {
    paths: paths.map(({ path }) => path),
    parameters: paths.flatMap(({ parameters }) => parameters),
    ...(env === undefined ? {} : { env }),
  };
}
