import type { CreateOpsItemRequest, CreateOpsItemResponse } from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import { checkSource, readData, readDedupString } from '../ops-items/operational-data.ts';
import type { OpsItemStore } from '../ops-items/ops-item-store.ts';

/** CreateOpsItem of the type `/aws/issue`. While one of the same string is not resolved, there is no second one. */
export function createOpsItem(store: OpsItemStore): Operation<CreateOpsItemRequest, CreateOpsItemResponse> {
  return {
    authorize: () => [{ action: 'ssm:CreateOpsItem', resource: '*' }],
    run(input, { principal }) {
      refuseOthers(input);
      const { Title: title = '', Description: description = '', Source: source = '' } = input;
      const { Priority: priority, Category: category, Severity: severity } = input;
      checkSource(source);
      const data = readData(input.OperationalData ?? {});
      const dedupString = readDedupString(data);
      const draft = { title, description, source, priority, category, severity, data, dedupString };
      const { id, arn } = store.create(draft, principal);
      return { OpsItemId: id, OpsItemArn: arn };
    },
  };
}

function refuseOthers(input: CreateOpsItemRequest): void {
  const { OpsItemType: type = '/aws/issue' } = input;
  if (type !== '/aws/issue') throw new NotEmulatedError(`OpsItems of the type ${type}`);
  refuseMembers('CreateOpsItem', input, [
    ...(['Notifications', 'RelatedOpsItems', 'Tags', 'AccountId', 'ActualStartTime'] as const),
    ...(['ActualEndTime', 'PlannedStartTime', 'PlannedEndTime'] as const),
  ]);
}
