import type { DeclaredParameter } from '../../../lib/capabilities/parameters/parameter-tree.ts';
import type { Deployment } from '../../../lib/configuration/config.ts';
import { chooseEnvironment } from '../../account/chosen-environment.ts';

/** The parameters that `muster.config.ts` declares for an environment. */
export interface DeclaredTree {
  /** `/retail/shop/prod` ... */
  readonly paths: readonly string[];
  readonly parameters: readonly DeclaredParameter[];
  readonly deployment: Deployment;
}

/**
 * Reads the tree of one environment, by default the first. A configuration without parameters has an empty
 * tree.
 * @throws UsageError when the configuration has mistakes, or no such environment.
 */
export async function readDeclaredTree(environment: string | undefined): Promise<DeclaredTree> {
  const [deployment, { readApplications }] = await Promise.all([
    chooseEnvironment(environment),
    import('../../../lib/capabilities/parameters/parameter-tree.ts'),
  ]);
  const paths = readApplications(deployment.settings.parameters?.tree ?? {}).flatMap(
    (application) => application.paths,
  );
  return {
    paths: paths.map(({ path }) => path),
    parameters: paths.flatMap(({ parameters }) => parameters),
    deployment,
  };
}
