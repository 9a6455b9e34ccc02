import {
  AssemblyError,
  type AssemblyStack,
  type DeployedStack,
  deployStack,
  type LaunchDefaults,
  LocalCloud,
  placeOf,
  readAssembly,
  type SsmOptions,
} from 'local-cloud';
import { keptRosterResourceType, rosterForm } from '../../lambdas/shared/runtime/contract.ts';
import {
  type DeclaredResource,
  declaredIn,
  findFeed,
  findOnly,
  isOfCapability,
  isOnboarding,
  isRoster,
} from './declared-resources.ts';
import { retime, type Timing } from './retime.ts';

/** When virtual time begins. It is the same in every run that is not in real time. */
export const startMs = Date.UTC(2026, 0, 1);

/** Buckets are declared, and nothing is in them: AWS Config delivers to one. */
const declaredOnly = ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy'];

/** A local cloud with the deployed stacks of an assembly. */
export interface LocalApplication {
  readonly cloud: LocalCloud;
  readonly stacks: readonly DeployedStack[];
  /** The ids of stacks of the same place that are not deployed, because they take no part in the onboarding. */
  readonly leftOut: readonly string[];
  readonly rosterTableName: string;
  readonly launchQueueUrl: string;
}

/** The options of a local application. */
export interface ApplicationOptions extends Timing {
  readonly seed: number;
  /** When virtual time begins, in epoch milliseconds. @default the beginning of 2026 */
  readonly startMs?: number;
  /** The environment of `muster.config.ts` whose stacks are deployed. @default the first */
  readonly environment?: string;
  /** Defaults for instances that are launched through the API. */
  readonly launchDefaults?: Partial<LaunchDefaults>;
  /** Assumptions about Systems Manager that differ from the defaults, such as scripts that really run. */
  readonly ssm?: Partial<SsmOptions>;
  /** The capabilities besides the onboarding whose stacks are deployed. @default none */
  readonly capabilities?: readonly string[];
  /** What happens in the account before anything is deployed. */
  readonly before?: (cloud: LocalCloud) => Promise<void>;
}

/**
 * Creates a local cloud and deploys the onboarding of one account and region into it. The other capabilities take no
 * part in the onboarding, but the named ones, and most of what they declare is not emulated.
 * @throws AssemblyError when `assemblyFolder` holds no assembly; NotEmulatedError for what the local cloud lacks.
 */
export async function deployApplication(
  assemblyFolder: string,
  {
    seed,
    environment,
    launchDefaults = {},
    ssm = {},
    before,
    capabilities = [],
    startMs: beginMs = startMs,
    ...timing
  }: ApplicationOptions,
): Promise<LocalApplication> {
  const there = stacksOf(readAssembly(assemblyFolder), environment);
  const isDeployed = (stack: AssemblyStack) => isOnboarding(stack) || isOfCapability(stack, capabilities);
  const stacks = there.filter(isDeployed);
  const cloud = new LocalCloud({ ...placeOf(stacks), seed, startMs: beginMs, launchDefaults, ssm });
  await before?.(cloud);
  const keptName = keptRosterOf(stacks);
  if (keptName !== undefined) declareRoster(cloud, keptName);
  const exports = new Map<string, unknown>();
  const deployed: DeployedStack[] = [];
  for (const stack of stacks)
    deployed.push(await deployStack(cloud, retime(stack, timing), { exports, declaredOnly }));
  return {
    cloud,
    stacks: deployed,
    leftOut: there.filter((stack) => !isDeployed(stack)).map(({ id }) => id),
    rosterTableName:
      keptName ?? refOf(deployed, (declared) => findOnly(declared.filter(isRoster), 'table of the roster')),
    launchQueueUrl: refOf(deployed, (declared) => findFeed(declared, 'onboard').queue),
  };
}

/** The name of the table that the application takes up, where it makes none. */
function keptRosterOf(stacks: readonly AssemblyStack[]): string | undefined {
  const taken = stacks.flatMap(declaredIn).find(({ type }) => type === keptRosterResourceType);
  return taken === undefined ? undefined : String(taken.properties['TableName']);
}

/** Makes the table that an application takes up, empty, as an earlier stack has left it. */
function declareRoster(cloud: LocalCloud, tableName: string): void {
  const { partition, indexes } = rosterForm();
  const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
  const attributes = [partition, ...indexes.flatMap((index) => [index.partition, index.sort])];
  cloud.dynamodb.declareTable(
    {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [key(partition.name, 'HASH')],
      AttributeDefinitions: attributes.map(({ name, type }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: [key(index.partition.name, 'HASH'), key(index.sort.name, 'RANGE')],
        Projection: { ProjectionType: index.projection },
      })),
    },
    {
      tableName,
      arn: `arn:${cloud.partition}:dynamodb:${cloud.region}:${cloud.accountId}:table/${tableName}`,
    },
  );
}

/** The stacks of one account and region: those of the named environment, or those of the first stack. */
function stacksOf(all: readonly AssemblyStack[], environment: string | undefined): AssemblyStack[] {
  const isNamed = ({ id }: AssemblyStack) => environment === undefined || id.endsWith(`-${environment}`);
  const first = all.find(isNamed);
  if (first === undefined) {
    throw new AssemblyError(
      `there is no environment ${environment}; there are ${all.map(({ id }) => id).join(', ')}`,
    );
  }
  return all.filter(({ accountId, region }) => accountId === first.accountId && region === first.region);
}

/** The `Ref` of the resource that `find` selects. @throws Error when it was not deployed. */
function refOf(
  stacks: readonly DeployedStack[],
  find: (declared: readonly DeclaredResource[]) => DeclaredResource,
): string {
  const { logicalId } = find(stacks.flatMap(({ source }) => declaredIn(source)));
  const ref = stacks.flatMap(({ resources }) => resources.get(logicalId)?.ref ?? [])[0];
  if (ref === undefined) throw new Error(`${logicalId} was not deployed.`);
  return ref;
}
