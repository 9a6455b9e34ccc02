import type { DescribeOpsItemsRequest, DescribeOpsItemsResponse } from '@aws-sdk/client-ssm';
import { takePage } from '../../../core/page.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { renderSummary } from '../ops-items/ops-item.ts';
import { filterOpsItems } from '../ops-items/ops-item-filters.ts';
import type { OpsItemStore } from '../ops-items/ops-item-store.ts';

/** The page size if MaxResults is absent. */
const PAGE_DEFAULT = 50;

/** DescribeOpsItems, newest first. */
export function describeOpsItems(
  store: OpsItemStore,
): Operation<DescribeOpsItemsRequest, DescribeOpsItemsResponse> {
  return {
    authorize: () => [{ action: 'ssm:DescribeOpsItems', resource: '*' }],
    run(input) {
      const { OpsItemFilters: filters } = input;
      const found = filterOpsItems(store.newestFirst(), filters);
      const { page, next } = takePage(found, input, {
        ...{ size: PAGE_DEFAULT, request: filters },
        refuseToken: () => new ServiceError('ValidationException', 'The token is not of this request.'),
      });
      return { OpsItemSummaries: page.map(renderSummary), ...next };
    },
  };
}
