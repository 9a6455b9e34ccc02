import type { UpdateOpsItemRequest, UpdateOpsItemResponse } from '@aws-sdk/client-ssm';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { NotEmulatedError, type Operation } from '../../../core/service.ts';
import { dedupKey, invalidParameter, readData } from '../ops-items/operational-data.ts';
import { type OpsItemContent, statuses } from '../ops-items/ops-item.ts';
import type { OpsItemStore } from '../ops-items/ops-item-store.ts';

/** UpdateOpsItem: what a call leaves out stays. The string by which duplicates are told cannot be changed. */
export function updateOpsItem(store: OpsItemStore): Operation<UpdateOpsItemRequest, UpdateOpsItemResponse> {
  return {
    authorize: ({ OpsItemId: id = '' }) => [{ action: 'ssm:UpdateOpsItem', resource: store.arn(id) }],
    run(input, { principal }) {
      refuseMembers('UpdateOpsItem', input, [
        ...(['Notifications', 'RelatedOpsItems', 'OpsItemArn', 'ActualStartTime', 'ActualEndTime'] as const),
        ...(['PlannedStartTime', 'PlannedEndTime'] as const),
      ]);
      const item = store.get(input.OpsItemId ?? '');
      store.edit(item, edited(item.content, input), principal);
      return {};
    },
  };
}

function edited(content: OpsItemContent, input: UpdateOpsItemRequest): OpsItemContent {
  const { Status: asked = content.status } = input;
  const status = statuses.find((known) => known === asked);
  if (status === undefined) throw new NotEmulatedError(`OpsItems with the status ${asked}`);
  return {
    title: input.Title ?? content.title,
    description: input.Description ?? content.description,
    priority: input.Priority ?? content.priority,
    category: input.Category ?? content.category,
    severity: input.Severity ?? content.severity,
    status,
    data: editedData(content, input),
  };
}

function editedData({ data }: OpsItemContent, input: UpdateOpsItemRequest): OpsItemContent['data'] {
  const { OperationalDataToDelete: deleted = [] } = input;
  const added = readData(input.OperationalData ?? {});
  if (Object.hasOwn(added, dedupKey) || deleted.includes(dedupKey))
    throw invalidParameter('OperationalData', `The value of ${dedupKey} cannot be changed.`);
  return Object.fromEntries(Object.entries({ ...data, ...added }).filter(([key]) => !deleted.includes(key)));
}
