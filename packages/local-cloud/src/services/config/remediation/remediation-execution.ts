import type { AutomationExecution } from '@aws-sdk/client-ssm';
import type { ResourceKey } from '../resource-key.ts';

/** The latest remediation of a resource. Times are epoch milliseconds. */
export interface RemediationExecution {
  readonly resource: ResourceKey;
  readonly isAutomatic: boolean;
  readonly invokedMs: number;
  state: 'QUEUED' | 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  updatedMs: number;
  /** The id of the execution of the runbook, once there is one. */
  executionId: string | undefined;
  /** The execution as it was read last. */
  seen: AutomationExecution | undefined;
}
