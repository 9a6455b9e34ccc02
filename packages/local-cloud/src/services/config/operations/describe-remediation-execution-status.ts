import type {
  DescribeRemediationExecutionStatusRequest,
  DescribeRemediationExecutionStatusResponse,
} from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import { takeConfigPage } from '../config-page.ts';
import type { ConfigWorld } from '../config-world.ts';
import { renderExecution } from '../remediation/render-remediation-execution.ts';
import { readKeys } from '../remediation/resource-keys.ts';
import { keyOf } from '../resource-key.ts';

/** The executions on a page: the default is the most (API reference). */
const pageSize = 100;

/** DescribeRemediationExecutionStatus: the latest remediation of each resource. */
export function describeRemediationExecutionStatus({
  remediations,
}: ConfigWorld): Operation<
  DescribeRemediationExecutionStatusRequest,
  DescribeRemediationExecutionStatusResponse
> {
  return {
    authorize: ({ ConfigRuleName: name }) => [
      {
        action: 'config:DescribeRemediationExecutionStatus',
        resource: remediations.arnToAuthorize(name),
      },
    ],
    run({ ConfigRuleName: name = '', ResourceKeys: given = [], Limit, NextToken }) {
      const wanted = new Set(readKeys(given).map(keyOf));
      const found = [...remediations.get(name).executions]
        .filter(([key]) => wanted.size === 0 || wanted.has(key))
        .map(([, execution]) => execution);
      const request = [name, given];
      const { page, next } = takeConfigPage(found, { Limit, NextToken }, { size: pageSize, request });
      return { RemediationExecutionStatuses: page.map(renderExecution), ...next };
    },
  };
}
