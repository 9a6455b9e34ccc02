import type {
  DescribeAutomationExecutionsRequest,
  DescribeAutomationExecutionsResult,
} from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import type { AutomationWorld } from '../automation/automation-world.ts';
import { filterExecutions } from '../automation/execution-filters.ts';
import { renderMetadata } from '../automation/render-execution.ts';

/** The page size if MaxResults is absent. */
const PAGE_DEFAULT = 50;

/** DescribeAutomationExecutions, newest first. */
export function describeAutomationExecutions({
  log,
}: AutomationWorld): Operation<DescribeAutomationExecutionsRequest, DescribeAutomationExecutionsResult> {
  return {
    authorize: () => [{ action: 'ssm:DescribeAutomationExecutions', resource: '*' }],
    run(input) {
      const { Filters: filters } = input;
      const found = filterExecutions(log.newestFirst(), filters);
      const { page, next } = takePage(found, input, { size: PAGE_DEFAULT, request: filters });
      return { AutomationExecutionMetadataList: page.map(renderMetadata), ...next };
    },
  };
}
