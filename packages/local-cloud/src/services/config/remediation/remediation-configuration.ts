import type * as Sdk from '@aws-sdk/client-config-service';

/** How what a rule finds not compliant is remediated. */
export interface RemediationConfiguration {
  readonly ruleName: string;
  readonly arn: string;
  /** As it was sent, for who asks. */
  readonly given: Sdk.RemediationConfiguration;
  readonly targetId: string;
  readonly targetVersion: string | undefined;
  readonly parameters: Readonly<Record<string, Sdk.RemediationParameterValue>>;
  /** Only resources of this type are remediated, if there is one. */
  readonly resourceType: string | undefined;
  readonly isAutomatic: boolean;
  readonly attemptsMax: number;
  readonly retrySeconds: number;
  readonly concurrentPercentage: number;
  readonly errorPercentage: number;
}

/** The defaults of the model. */
export const remediationDefaults = {
  attemptsMax: 5,
  retrySeconds: 60,
  concurrentPercentage: 10,
  errorPercentage: 50,
} as const;

/** The parameters of an execution for a resource. */
export function parametersFor(
  { parameters }: RemediationConfiguration,
  resourceId: string,
): Record<string, string[]> {
  const values = Object.entries(parameters).map(([name, { ResourceValue, StaticValue }]) => [
    name,
    ResourceValue === undefined ? [...(StaticValue?.Values ?? [])] : [resourceId],
  ]);
  return Object.fromEntries(values);
}

/** A configuration as the service shows it. */
export function renderRemediation({ given, arn }: RemediationConfiguration): Sdk.RemediationConfiguration {
  return { ...given, Automatic: given.Automatic ?? false, Arn: arn };
}
