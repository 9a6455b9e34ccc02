import type { GetOpsItemRequest, GetOpsItemResponse } from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { renderOpsItem } from '../ops-items/ops-item.ts';
import type { OpsItemStore } from '../ops-items/ops-item-store.ts';

/** GetOpsItem. */
export function getOpsItem(store: OpsItemStore): Operation<GetOpsItemRequest, GetOpsItemResponse> {
  return {
    authorize: ({ OpsItemId: id = '' }) => [{ action: 'ssm:GetOpsItem', resource: store.arn(id) }],
    run(input) {
      refuseMembers('GetOpsItem', input, ['OpsItemArn']);
      return { OpsItem: renderOpsItem(store.get(input.OpsItemId ?? '')) };
    },
  };
}
