import type {
  DescribeAutomationStepExecutionsRequest,
  DescribeAutomationStepExecutionsResult,
} from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import type { AutomationWorld } from '../automation/automation-world.ts';
import { executionArn } from '../automation/execution-arn.ts';
import { filterSteps } from '../automation/execution-filters.ts';
import { renderStep } from '../automation/render-execution.ts';

/** The page size if MaxResults is absent. */
const PAGE_DEFAULT = 50;

/** DescribeAutomationStepExecutions: the steps of one execution, in the order of the runbook or the other way round. */
export function describeAutomationStepExecutions({
  host,
  log,
}: AutomationWorld): Operation<
  DescribeAutomationStepExecutionsRequest,
  DescribeAutomationStepExecutionsResult
> {
  return {
    authorize: ({ AutomationExecutionId: id = '' }) => [
      { action: 'ssm:DescribeAutomationStepExecutions', resource: executionArn(host, id) },
    ],
    run(input) {
      const { AutomationExecutionId: id, Filters: filters, ReverseOrder: isReversed = false } = input;
      const found = filterSteps(log.get(id).steps, filters);
      const ordered = isReversed ? found.reverse() : found;
      const rules = { size: PAGE_DEFAULT, request: [id, filters, isReversed] };
      const { page, next } = takePage(ordered, input, rules);
      return { StepExecutions: page.map(renderStep), ...next };
    },
  };
}
