import type { AutomationExecution } from '@aws-sdk/client-ssm';

/** The runbook of a remediation, as far as its configuration is checked against it. */
export interface RemediationTarget {
  /** The role that does the steps: a reference to a parameter, an ARN, or an empty text. */
  readonly assumeRole: string;
  readonly parameterNames: readonly string[];
}

/** What remediations need of Systems Manager. */
export interface RemediationPorts {
  /** The runbook of a name and version. @throws ServiceError when there is none. */
  runbook(name: string, version: string | undefined): RemediationTarget;
  /** Starts an execution for AWS Config, and gives its id. @throws ServiceError when that is refused. */
  start(request: {
    readonly name: string;
    readonly version: string | undefined;
    readonly parameters: Record<string, string[]>;
  }): string;
  /** An execution as it is now. @throws ServiceError when it is no longer known. */
  read(executionId: string): AutomationExecution;
}
