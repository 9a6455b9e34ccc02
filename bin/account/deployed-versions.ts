import { onboardSettings } from '../../lambdas/onboard/onboard-settings.ts';
import type { OnboardingSettings } from '../../lambdas/shared/domain/onboarding-settings.ts';
import { readSettings } from '../../lambdas/shared/runtime/read-settings.ts';
import { UsageError } from '../failure.ts';
import type { ClientSettings } from './connection.ts';
import type { Deployed } from './deployment.ts';
import { namedFunctions, readVariables } from './function-variables.ts';
import type { OperatorPolicy } from './refusal.ts';

/** The versions of documents, by name. */
export type Versions = Readonly<Record<string, string>>;

/**
 * What the deployed functions onboard by.
 * @throws UsageError when the call fails, or another version of Muster is deployed.
 */
export async function readDeployedOnboarding(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'functionNames'>,
  policy: OperatorPolicy,
): Promise<OnboardingSettings> {
  const variables = await readVariables(settings, namedFunctions(deployed).onboard, policy);
  try {
    return readSettings(onboardSettings, variables);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the settings of the deployed functions are of another version of Muster: ${why}`);
  }
}

/**
 * By document: the version that the last deployment made, which is what launches get. The default version of a document
 * may be another one (docs/decisions/0001-document-versions.md).
 * @throws UsageError when the call fails, or another version of Muster is deployed.
 */
export async function readDeployedVersions(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'functionNames'>,
  policy: OperatorPolicy,
): Promise<Versions> {
  return (await readDeployedOnboarding(settings, deployed, policy)).documentVersions;
}
