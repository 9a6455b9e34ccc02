import type { Constraints, Limits } from '../input-check.ts';

const nodeId: Limits = { pattern: '(^i-(\\w{8}|\\w{17})$)|(^mi-\\w{17}$)' };
const typeName: Limits = { length: [1, 100], pattern: '^(AWS|Custom):.*$' };
const page: Limits = { range: [1, 50] };
const filters: Limits = { length: [1, 5] };

/** The limits of the inputs of the inventory. Source: the service model of Systems Manager. */
export const ssmInventoryConstraints: Constraints = {
  'GetInventoryRequest.Filters': filters,
  'InventoryFilter.Key': { length: [1, 200] },
  'InventoryFilter.Values': { length: [1, 40] },
  'InventoryFilter.Type': {
    oneOf: ['Equal', 'NotEqual', 'BeginWith', 'LessThan', 'GreaterThan', 'Exists'],
  },
  'GetInventoryRequest.Aggregators': { length: [1, 10] },
  'InventoryAggregator.Expression': { length: [1, 1000] },
  'InventoryAggregator.Aggregators': { length: [1, 10] },
  'InventoryAggregator.Groups': { length: [1, 15] },
  'InventoryGroup.Name': { length: [1, 200] },
  'InventoryGroup.Filters': filters,
  'GetInventoryRequest.ResultAttributes': { length: [1, 1] },
  'ResultAttribute.TypeName': typeName,
  'GetInventoryRequest.MaxResults': page,
  'ListInventoryEntriesRequest.InstanceId': nodeId,
  'ListInventoryEntriesRequest.TypeName': typeName,
  'ListInventoryEntriesRequest.Filters': filters,
  'ListInventoryEntriesRequest.MaxResults': page,
  'PutInventoryRequest.InstanceId': nodeId,
  'PutInventoryRequest.Items': { length: [1, 30] },
  'InventoryItem.TypeName': typeName,
  'InventoryItem.SchemaVersion': { pattern: '^([0-9]{1,6})(\\.[0-9]{1,6})$' },
  'InventoryItem.CaptureTime': {
    pattern:
      '^(20)[0-9][0-9]-(0[1-9]|1[012])-([12][0-9]|3[01]|0[1-9])(T)(2[0-3]|[0-1][0-9])(:[0-5][0-9])(:[0-5][0-9])(Z)$',
  },
  'InventoryItem.ContentHash': { length: [0, 256] },
  'InventoryItem.Content': { length: [0, 10000] },
  'InventoryItem.Content[]': { length: [0, 50] },
  'InventoryItem.Content[]{key}': { length: [1, 64] },
  'InventoryItem.Content[]{}': { length: [0, 4096] },
  'InventoryItem.Context': { length: [0, 50] },
  'InventoryItem.Context{key}': { length: [1, 64] },
  'InventoryItem.Context{}': { length: [0, 4096] },
};
