import type { OperationRequests, ServiceRequests } from './requests.ts';
import type { World } from './world.ts';

const stack = { StackName: 'Test' };
const none = { StackName: 'None' };
const refused = { ValidationError: none };
const byId = ({ stackId }: World) => ({ StackName: stackId });
const listing: OperationRequests = {
  answers: [byId, stack],
  refusals: { ValidationError: { ...stack, NextToken: 'x' } },
};

/** The requests to CloudFormation. Its model knows few errors: ValidationError says nearly all. */
export const requestsOfCloudFormation: ServiceRequests = {
  absent: ['ChangeSetNotFound'],
  common: ['ValidationError'],
  operations: {
    DescribeStackEvents: listing,
    DescribeStackResource: {
      answers: [{ ...stack, LogicalResourceId: 'Queue' }],
      refusals: { ValidationError: { ...stack, LogicalResourceId: 'constructor' } },
    },
    DescribeStackResources: {
      answers: [
        { ...stack, LogicalResourceId: 'Queue' },
        ({ queueUrl }) => ({ PhysicalResourceId: queueUrl }),
        byId,
      ],
      refusals: { ValidationError: {} },
    },
    DescribeStacks: { answers: [stack, byId, {}], refusals: refused },
    GetTemplate: { answers: [{ ...stack, TemplateStage: 'Original' }, byId], refusals: refused },
    ListStackResources: listing,
    ListStacks: {
      answers: [{ StackStatusFilter: ['CREATE_COMPLETE'] }, {}],
      refusals: { ValidationError: { StackStatusFilter: ['GONE'] } },
    },
  },
};
