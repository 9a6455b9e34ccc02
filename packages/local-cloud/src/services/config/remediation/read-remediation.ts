import type * as Sdk from '@aws-sdk/client-config-service';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { ServiceError } from '../../../core/service.ts';
import { invalidValue } from '../invalid-value.ts';
import { type RemediationConfiguration, remediationDefaults } from './remediation-configuration.ts';
import type { RemediationPorts, RemediationTarget } from './remediation-ports.ts';

/** The parameter that the document of an automatic remediation must have. */
const roleParameter = 'AutomationAssumeRole';

/**
 * Reads the remediation of a rule that exists.
 * @throws ServiceError InvalidParameterValueException for a document that is not there, and for values that do not fit
 * it.
 */
export function readRemediation(
  given: Sdk.RemediationConfiguration,
  arn: string,
  ports: RemediationPorts,
): RemediationConfiguration {
  refuseMembers('PutRemediationConfigurations', given, ['Arn', 'CreatedByService']);
  const { TargetId: targetId = '', TargetVersion: targetVersion, ExecutionControls: controls } = given;
  const parameters = given.Parameters ?? {};
  const target = findTarget(ports, targetId, targetVersion);
  refuseValues(parameters, target);
  const isAutomatic = given.Automatic === true;
  if (isAutomatic) requireRole(parameters, target);
  const { ConcurrentExecutionRatePercentage: concurrent, ErrorPercentage: errors } =
    controls?.SsmControls ?? {};
  return {
    ...{ ruleName: given.ConfigRuleName ?? '', arn, targetId, targetVersion, parameters, isAutomatic },
    given: { ...given, TargetType: given.TargetType },
    resourceType: given.ResourceType,
    attemptsMax: given.MaximumAutomaticAttempts ?? remediationDefaults.attemptsMax,
    retrySeconds: given.RetryAttemptSeconds ?? remediationDefaults.retrySeconds,
    concurrentPercentage: concurrent ?? remediationDefaults.concurrentPercentage,
    errorPercentage: errors ?? remediationDefaults.errorPercentage,
  };
}

function findTarget(ports: RemediationPorts, name: string, version: string | undefined): RemediationTarget {
  try {
    return ports.runbook(name, version);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw invalidValue(`The SSM document ${name} is not valid: ${error.message}`);
  }
}

function refuseValues(
  parameters: RemediationConfiguration['parameters'],
  { parameterNames }: RemediationTarget,
): void {
  const wrong = Object.entries(parameters)
    .filter(
      ([name, { ResourceValue, StaticValue }]) =>
        !parameterNames.includes(name) ||
        (ResourceValue === undefined) === (StaticValue === undefined) ||
        (ResourceValue !== undefined && ResourceValue.Value !== 'RESOURCE_ID'),
    )
    .map(([name]) => name);
  if (wrong.length > 0)
    throw invalidValue(
      `There were invalid RemediationParameterValues for configurations for AWS Config Rules: ${wrong.join(', ')}`,
    );
}

/** An automatic remediation needs a role, in the parameter of that name. */
function requireRole(
  parameters: RemediationConfiguration['parameters'],
  { assumeRole, parameterNames }: RemediationTarget,
): void {
  const values = parameters[roleParameter]?.StaticValue?.Values ?? [];
  const isReference = new RegExp(`^\\{\\{\\s*${roleParameter}\\s*\\}\\}$`).test(assumeRole.trim());
  if (parameterNames.includes(roleParameter) && isReference && values.length === 1) return;
  throw invalidValue(
    `${roleParameter} is required for an automatic remediation: a parameter of the SSM document, the value of its assumeRole, and one StaticValue.`,
  );
}
