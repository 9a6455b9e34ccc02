import type { OperationRequests } from './requests.ts';
import type { World } from './world.ts';

const none = 'oi-000000000000';
const issue = { Title: 'a title', Description: 'a description', Source: 'a test' };
const dedup = { '/aws/dedup': { Type: 'SearchableString', Value: '{"dedupString":"the same"}' } };
const wrongData = { OperationalData: { 'aws:mine': { Value: 'x', Type: 'String' } } };

/** Creates an OpsItem, and gives its id. */
function created({ ask }: World, more: object = {}): string {
  return ask('ssm', 'CreateOpsItem', { ...issue, ...more }, 'OpsItemId');
}

const of = (more: object) => (world: World) => ({ OpsItemId: created(world), ...more });
const missing = { OpsItemNotFoundException: { OpsItemId: none } };

/** The requests to Systems Manager about OpsItems. */
export const requestsOfOpsItems: Readonly<Record<string, OperationRequests>> = {
  CreateOpsItem: {
    answers: [
      issue,
      {
        ...{ ...issue, Priority: 2, Category: 'Cost', Severity: '3', OpsItemType: '/aws/issue' },
        OperationalData: { note: { Value: 'x', Type: 'String' } },
      },
    ],
    refusals: {
      OpsItemAlreadyExistsException: (world) => {
        const twice = { Source: 'twice', OperationalData: dedup };
        created(world, twice);
        return { ...issue, ...twice };
      },
      OpsItemInvalidParameterException: { ...issue, ...wrongData },
    },
  },
  DescribeOpsItems: {
    answers: [
      { MaxResults: 1 },
      { OpsItemFilters: [{ Key: 'Status', Values: ['Open'], Operator: 'Equal' }] },
      { OpsItemFilters: [{ Key: 'Title', Values: ['a t'], Operator: 'Contains' }] },
    ],
  },
  GetOpsItem: { answers: [of({})], refusals: missing },
  UpdateOpsItem: {
    answers: [of({ Status: 'Resolved', Title: 'another' }), of({ OperationalDataToDelete: ['note'] })],
    refusals: {
      ...missing,
      OpsItemAlreadyExistsException: (world) => {
        const again = { Source: 'again', OperationalData: dedup };
        const OpsItemId = created(world, again);
        world.ask('ssm', 'UpdateOpsItem', { OpsItemId, Status: 'Resolved' });
        created(world, again);
        return { OpsItemId, Status: 'Open' };
      },
      OpsItemInvalidParameterException: of(wrongData),
    },
  },
};
