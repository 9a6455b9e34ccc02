import type { StopAutomationExecutionRequest, StopAutomationExecutionResult } from '@aws-sdk/client-ssm';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { AutomationWorld } from '../automation/automation-world.ts';
import { executionArn } from '../automation/execution-arn.ts';

/** StopAutomationExecution: cancels an execution, or lets it end with the step that runs. A parent stops its children. */
export function stopAutomationExecution({
  host,
  log,
  runner,
  targets,
  rate,
}: AutomationWorld): Operation<StopAutomationExecutionRequest, StopAutomationExecutionResult> {
  return {
    authorize: ({ AutomationExecutionId: id = '' }) => [
      { action: 'ssm:StopAutomationExecution', resource: executionArn(host, id) },
    ],
    run({ AutomationExecutionId: id, Type: type = 'Cancel' }) {
      rate.take();
      const execution = log.get(id);
      if (execution.hasEnded || execution.stop !== undefined)
        throw new ServiceError(
          'InvalidAutomationStatusUpdateException',
          `The execution ${id} has the status ${execution.status} and cannot be stopped.`,
        );
      if (execution.request.targeting === undefined) runner.stop(execution, type);
      else targets.stop(execution, type);
      return {};
    },
  };
}
