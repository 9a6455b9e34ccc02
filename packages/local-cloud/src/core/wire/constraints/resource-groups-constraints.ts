import type { Constraints, Limits } from '../input-check.ts';

const name = '[a-zA-Z0-9_\\.-]{1,300}|[a-zA-Z0-9_\\.-]{1,150}/[a-z0-9]{26}';
const groupName: Limits = { length: [1, 300], pattern: name };
const group: Limits = {
  length: [1, 1600],
  pattern: `${name}|arn:aws(-[a-z]+)*:resource-groups:[a-z]{2}(-[a-z]+)+-\\d{1}:[0-9]{12}:group/(${name})`,
};

/** The limits of the inputs of Resource Groups. Source: its service model. */
export const resourceGroupsConstraints: Constraints = {
  'CreateGroupInput.Name': { length: [1, 300], pattern: '[a-zA-Z0-9_\\.-]+' },
  'CreateGroupInput.Description': { length: [0, 1024], pattern: '[\\sa-zA-Z0-9_\\.-]*' },
  'DeleteGroupInput.GroupName': groupName,
  'DeleteGroupInput.Group': group,
  'ListGroupResourcesInput.GroupName': groupName,
  'ListGroupResourcesInput.Group': group,
  'ListGroupResourcesInput.MaxResults': { range: [1, 50] },
  'ListGroupResourcesInput.NextToken': { length: [0, 8192], pattern: '^[a-zA-Z0-9+/]*={0,2}$' },
  'ResourceFilter.Name': { oneOf: ['resource-type'] },
  'ResourceFilter.Values': { length: [1, 5] },
  'ResourceFilter.Values[]': { length: [1, 128], pattern: 'AWS::[a-zA-Z0-9]+::[a-zA-Z0-9]+' },
  'ResourceQuery.Query': { length: [0, 4096] },
  'ResourceQuery.Type': { oneOf: ['TAG_FILTERS_1_0', 'CLOUDFORMATION_STACK_1_0'] },
};
