import type {
  DescribeRemediationExceptionsRequest,
  DescribeRemediationExceptionsResponse,
} from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import { takeConfigPage } from '../config-page.ts';
import type { ConfigWorld } from '../config-world.ts';
import { keyOf } from '../resource-key.ts';

/** The exceptions on a page (API reference). */
const pageSize = 25;

/** DescribeRemediationExceptions: what automatic remediation has given up. Such an exception does not expire. */
export function describeRemediationExceptions({
  remediations,
}: ConfigWorld): Operation<DescribeRemediationExceptionsRequest, DescribeRemediationExceptionsResponse> {
  return {
    authorize: () => [{ action: 'config:DescribeRemediationExceptions', resource: '*' }],
    run({ ConfigRuleName: name = '', ResourceKeys: given = [], Limit, NextToken }) {
      const wanted = new Set(
        given.map(({ ResourceType: type = '', ResourceId: id = '' }) => keyOf({ type, id })),
      );
      const found = [...(remediations.find(name)?.exceptions ?? [])]
        .filter(([key]) => wanted.size === 0 || wanted.has(key))
        .map(([, { resource, message }]) => ({
          ...{ ConfigRuleName: name, ResourceType: resource.type, ResourceId: resource.id },
          Message: message,
        }));
      const request = [name, given];
      const { page, next } = takeConfigPage(found, { Limit, NextToken }, { size: pageSize, request });
      return { RemediationExceptions: page, ...next };
    },
  };
}
