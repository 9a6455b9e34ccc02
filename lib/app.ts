import { type App, type Environment, type Stack, Tags } from 'aws-cdk-lib';
import { onboardingStackTag, resourceTags } from '../lambdas/shared/runtime/contract.ts';
import { findAccessMistakes } from './capabilities/access/access-mistakes.ts';
import { findAssociationMistakes } from './capabilities/associations/association-mistakes.ts';
import { namesOwnDocuments } from './capabilities/associations/list-associations.ts';
import { capabilities } from './capabilities/capabilities.ts';
import { findInventoryMistakes } from './capabilities/inventory/inventory-mistakes.ts';
import { findDocumentMistakes } from './capabilities/onboarding/document-mistakes.ts';
import { warnOfExamplePackages } from './capabilities/onboarding/example-packages.ts';
import { findLookMistakes } from './capabilities/onboarding/look-mistakes.ts';
import { OnboardingStack } from './capabilities/onboarding/onboarding-stack.ts';
import { findScanMistakes } from './capabilities/patching/scan-mistakes.ts';
import { type ConfigCheck, type Deployment, readConfig } from './configuration/config.ts';
import { findTargetMistakes, namesGroup } from './configuration/target-mistakes.ts';

/**
 * Defines the stacks of every deployment that the configuration names. Physical names are the same in every account
 * and region; only the construct ids, which `cdk deploy` takes, carry the environment's name. `defaultEnv` is where a
 * configuration without environments is deployed; without it the templates fit any account and region.
 * @throws ConfigurationError when the configuration has mistakes.
 */
export function defineStacks(app: App, config: unknown, defaultEnv?: Environment): void {
  for (const deployment of readConfig(config, findMistakes)) {
    const onboarding = defineOnboarding(app, deployment, defaultEnv);
    defineCapabilities(app, onboarding, deployment, defaultEnv);
  }
}

/** The mistakes that only show when the sections of the configuration are seen together, or beside the documents. */
const findMistakes: ConfigCheck = (outline, settings) =>
  [
    findDocumentMistakes,
    findLookMistakes,
    findTargetMistakes,
    findAccessMistakes,
    findInventoryMistakes,
    findAssociationMistakes,
    findScanMistakes,
  ].flatMap((find) => find(outline, settings));

function defineOnboarding(app: App, deployment: Deployment, defaultEnv?: Environment): Stack {
  const { settings } = deployment;
  const { id, ...props } = place('Onboarding', deployment, defaultEnv);
  const description = 'Muster: every launched EC2 instance gets its document, or an entry that says why not.';
  const stack = new OnboardingStack(app, id, { ...props, description, settings });
  Tags.of(stack).add(resourceTags.stack, onboardingStackTag);
  warnOfExamplePackages(stack, settings);
  return stack;
}

/**
 * The stacks that the settings turn on. Each can be deployed alone; but groups come before what names them, and the
 * documents of the onboarding before an association that runs one.
 */
function defineCapabilities(
  app: App,
  onboarding: Stack,
  deployment: Deployment,
  defaultEnv?: Environment,
): void {
  const { settings } = deployment;
  let groups: Stack | undefined;
  for (const { name, description, define } of capabilities) {
    const { id, ...props } = place(name, deployment, defaultEnv);
    const stack = define(settings)?.(app, id, { ...props, description, settings });
    if (stack === undefined) continue;
    Tags.of(stack).add(resourceTags.stack, name.toLowerCase());
    if (name === 'Groups') groups = stack;
    else if (groups !== undefined && namesGroup(settings, name.toLowerCase()))
      stack.addStackDependency(groups, 'groups are targets');
    if (name === 'Associations' && namesOwnDocuments(settings))
      stack.addStackDependency(onboarding, 'its documents are run');
  }
}

/** What a stack is called, for the CDK and for CloudFormation, and where it goes. */
function place(capability: string, { name, env, settings }: Deployment, defaultEnv?: Environment) {
  const stackName = `${settings.names.prefix}${capability}`;
  const to = env ?? defaultEnv;
  return {
    id: name === undefined ? stackName : `${stackName}-${name}`,
    stackName,
    ...(to === undefined ? {} : { env: to }),
  };
}
