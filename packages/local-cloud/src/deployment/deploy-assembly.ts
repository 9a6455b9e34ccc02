import { type CloudOptions, LocalCloud } from '../account/account.ts';
import { AssemblyError, readAssembly } from './assembly.ts';
import { deployStack } from './deploy-stack.ts';
import { placeOf } from './place-of.ts';
import type { DeployedStack, DeployOptions } from './stack.ts';

/** The options of `deployAssembly`. */
export type AssemblyOptions = Partial<Omit<CloudOptions, 'partition' | 'region' | 'accountId'>> &
  Pick<DeployOptions, 'declaredOnly'>;

/** An account with the stacks of an assembly. */
export interface DeployedAssembly {
  readonly cloud: LocalCloud;
  /** The stacks by the id that `cdk deploy` takes. */
  readonly stacks: ReadonlyMap<string, DeployedStack>;
}

/**
 * Creates an account and deploys into it the stacks of an assembly (`cdk.out`) that belong to the account and region of
 * its first stack, in the order of their dependencies. Time begins at `startMs` (default: the first of January 2030).
 * @throws AssemblyError when the folder is no assembly or holds no stack; NotEmulatedError, ServiceError as
 * `deployStack`.
 */
export async function deployAssembly(
  folder: string,
  { declaredOnly = [], seed = 1, startMs = Date.UTC(2030, 0, 1), ...options }: AssemblyOptions = {},
): Promise<DeployedAssembly> {
  const all = readAssembly(folder);
  const [first] = all;
  if (first === undefined) throw new AssemblyError(`${folder}: there is no stack in it`);
  const sources = all.filter(
    ({ accountId, region }) => accountId === first.accountId && region === first.region,
  );
  const cloud = new LocalCloud({ ...placeOf(sources), seed, startMs, ...options });
  const exports = new Map<string, unknown>();
  const stacks = new Map<string, DeployedStack>();
  for (const source of sources)
    stacks.set(source.id, await deployStack(cloud, source, { exports, declaredOnly }));
  return { cloud, stacks };
}
