import type { GetAutomationExecutionRequest, GetAutomationExecutionResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../core/service.ts';
import type { AutomationWorld } from '../automation/automation-world.ts';
import { executionArn } from '../automation/execution-arn.ts';
import { renderExecution } from '../automation/render-execution.ts';

/** GetAutomationExecution: an execution with all of its steps. */
export function getAutomationExecution({
  host,
  log,
}: AutomationWorld): Operation<GetAutomationExecutionRequest, GetAutomationExecutionResult> {
  return {
    authorize: ({ AutomationExecutionId: id = '' }) => [
      { action: 'ssm:GetAutomationExecution', resource: executionArn(host, id) },
    ],
    run: ({ AutomationExecutionId: id }) => ({ AutomationExecution: renderExecution(log.get(id)) }),
  };
}
