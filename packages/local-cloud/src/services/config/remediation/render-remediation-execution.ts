import type * as Sdk from '@aws-sdk/client-config-service';
import type { StepExecution } from '@aws-sdk/client-ssm';
import type { RemediationExecution } from './remediation-execution.ts';
import { renderKey } from './resource-keys.ts';

const stepStates: Readonly<Record<string, Sdk.RemediationExecutionStepState>> = {
  Success: 'SUCCEEDED',
  Pending: 'PENDING',
  InProgress: 'IN_PROGRESS',
  Failed: 'FAILED',
  TimedOut: 'FAILED',
  Cancelled: 'EXITED',
};

/** A remediation as the service shows it, with the steps of its runbook as they were read last. */
export function renderExecution(execution: RemediationExecution): Sdk.RemediationExecutionStatus {
  const { resource, state, invokedMs, updatedMs, seen } = execution;
  return {
    ...{ ResourceKey: renderKey(resource), State: state },
    StepDetails: (seen?.StepExecutions ?? []).map(renderStep),
    InvocationTime: new Date(invokedMs),
    LastUpdatedTime: new Date(updatedMs),
  };
}

function renderStep(step: StepExecution): Sdk.RemediationExecutionStep {
  const { StepName, StepStatus = '', FailureMessage, ExecutionStartTime, ExecutionEndTime } = step;
  return {
    ...{ Name: StepName, State: stepStates[StepStatus] ?? 'UNKNOWN' },
    ...(FailureMessage === undefined ? {} : { ErrorMessage: FailureMessage }),
    ...(ExecutionStartTime === undefined ? {} : { StartTime: ExecutionStartTime }),
    ...(ExecutionEndTime === undefined ? {} : { StopTime: ExecutionEndTime }),
  };
}
