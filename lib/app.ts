import { type App, type Environment, Tags } from 'aws-cdk-lib';
import { readConfig } from './config.ts';
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
  for (const { name, env = defaultEnv, settings } of readConfig(config, findDocumentMistakes)) {
    const stackName = `${settings.names.prefix}Onboarding`;
    const stack = new OnboardingStack(app, name === undefined ? stackName : `${stackName}-${name}`, {
      stackName,
      description: 'Muster: every launched EC2 instance gets its document, or an entry that says why not.',
      settings,
      ...(env === undefined ? {} : { env }),
    });
    Tags.of(stack).add('muster:stack', 'onboarding');
    warnOfExamplePackages(stack, settings);
  }
}
