import { type App, type Environment, type Stack, Tags } from 'aws-cdk-lib';
import { capabilities } from './capabilities.ts';
import { type Deployment, readConfig } from './config.ts';
import { findDocumentMistakes } from './onboarding/document-mistakes.ts';
import { warnOfExamplePackages } from './onboarding/example-packages.ts';
import { OnboardingStack } from './onboarding/onboarding-stack.ts';

/**
 * Defines the stacks of every deployment that the configuration names. Physical names are the same in every account
 * and region; only the construct ids, which `cdk deploy` takes, carry the environment's name. `defaultEnv` is where a
 * configuration without environments is deployed; without it the templates fit any account and region.
 * @throws ConfigurationError when the configuration has mistakes.
 */
export function defineStacks(app: App, config: unknown, defaultEnv?: Environment): void {
  for (const deployment of readConfig(config, findDocumentMistakes)) {
    defineOnboarding(app, deployment, defaultEnv);
    defineCapabilities(app, deployment, defaultEnv);
  }
}

function defineOnboarding(app: App, deployment: Deployment, defaultEnv?: Environment): void {
  const { settings } = deployment;
  const { id, ...props } = place('Onboarding', deployment, defaultEnv);
  const description = 'Muster: every launched EC2 instance gets its document, or an entry that says why not.';
  const stack = new OnboardingStack(app, id, { ...props, description, settings });
  Tags.of(stack).add('muster:stack', 'onboarding');
  warnOfExamplePackages(stack, settings);
}

/** The stacks that the settings turn on. Each can be deployed alone; together, groups come before what names them. */
function defineCapabilities(app: App, deployment: Deployment, defaultEnv?: Environment): void {
  const { settings } = deployment;
  let groups: Stack | undefined;
  for (const { name, description, define } of capabilities) {
    const { id, ...props } = place(name, deployment, defaultEnv);
    const stack = define(settings)?.(app, id, { ...props, description, settings });
    if (stack === undefined) continue;
    Tags.of(stack).add('muster:stack', name.toLowerCase());
    if (name === 'Groups') groups = stack;
    else if (groups !== undefined) stack.addStackDependency(groups, 'groups are targets');
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
