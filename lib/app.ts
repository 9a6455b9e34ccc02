import { type App, type Environment, type Stack, Tags } from 'aws-cdk-lib';
import { resourceTags } from '../lambdas/shared/runtime/contract.ts';
import { capabilities } from './capabilities/capabilities.ts';
import { type Capability, stackNameOf } from './capabilities/capability.ts';
import { findUnknownGroups, needsOfTargets } from './capabilities/groups/group-targets.ts';
import { findUnknownMarkers } from './capabilities/inventory/marker-targets.ts';
import { type Claim, claim, claimsOf, findCollisions } from './collisions.ts';
import { ConfigurationError, type Deployment, readConfig } from './configuration/config.ts';
import type { ConfigCheck } from './configuration/settings.ts';
import { setArchitecture } from './constructs/muster-function.ts';
import { findSharedInstances, knowEachOther } from './installations.ts';

/**
 * Defines the stacks of every deployment in the configuration. Physical names are the same in every account
 * and region. Only the construct ids, which `cdk deploy` takes, contain the environment's name. A
 * configuration without environments is deployed to `defaultEnv`. Without `defaultEnv`, the templates fit any
 * account and region.
 * @throws ConfigurationError when the configuration has mistakes.
 */
export function defineStacks(app: App, config: unknown, defaultEnv?: Environment): void {
  const deployments = knowEachOther(readConfig(config, findMistakes));
  const claims = deployments.flatMap((deployment) => defineDeployment(app, deployment, defaultEnv));
  const collisions = findCollisions([...claimsOf(app), ...claims]);
  const mistakes = [...findSharedInstances(deployments), ...collisions];
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
}

/** The mistakes that only show across parts of the configuration, or beside the documents. */
const findMistakes: ConfigCheck = (outline, settings) => {
  const finders = capabilities.map((each: Capability) => each.findMistakes);
  const ofTargets = [findUnknownGroups(capabilities), findUnknownMarkers(capabilities)];
  return [...finders, ...ofTargets].flatMap((find) => find?.(outline, settings) ?? []);
};

/**
 * The stacks that the settings turn on. Each can be deployed alone, except that the stacks it needs come
 * first. Returns what the stacks take of the account and region.
 */
function defineDeployment(app: App, deployment: Deployment, defaultEnv?: Environment): Claim[] {
  const { settings } = deployment;
  const stacks = new Map<Capability, Stack>();
  for (const capability of capabilities) {
    const stack = defineStack(app, capability, deployment, defaultEnv);
    if (stack !== null) stacks.set(capability, stack);
  }
  for (const [capability, stack] of stacks) {
    const needs = [...needsOfTargets(capability, settings), ...(capability.listNeeds?.(settings) ?? [])];
    for (const { capability: needed, reason } of needs) {
      const first = stacks.get(needed);
      if (first !== undefined) stack.addStackDependency(first, reason);
    }
  }
  return [...stacks].flatMap(([capability, stack]) =>
    (capability.listClaims?.(settings) ?? []).map((what) => claim(stack, what)),
  );
}

/**
 * CloudFormation learnt to tag these types late, and refuses their tags where a partition or a region has not
 * (`extraneous key [Tags] is not permitted`: China and GovCloud, for event source mappings).
 */
const untagged = [
  'AWS::CloudWatch::Alarm',
  'AWS::Events::Rule',
  'AWS::Lambda::EventSourceMapping',
  'AWS::SSM::Association',
] as const;

/** The stack of a capability, if the settings turn it on. */
function defineStack(
  app: App,
  capability: Capability,
  { name: environment, env, settings }: Deployment,
  defaultEnv?: Environment,
): Stack | null {
  const { name, description, createStack } = capability;
  const stackName = stackNameOf(capability, settings.names.prefix);
  const place = env ?? defaultEnv;
  const id = environment === undefined ? stackName : `${stackName}-${environment}`;
  const stack = createStack(app, id, {
    stackName,
    ...(place === undefined ? {} : { env: place }),
    description: `Muster: ${description}`,
    terminationProtection: settings.terminationProtection,
    settings,
  });
  if (stack === null) return null;
  setArchitecture(stack, settings.architecture);
  Tags.of(stack).add(resourceTags.stack, name, { excludeResourceTypes: [...untagged] });
  return stack;
}
