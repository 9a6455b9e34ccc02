import type { Constraints, Limits } from '../input-check.ts';

const description: Limits = { length: [1, 2048], pattern: '[\\s\\S]*\\S[\\s\\S]*' };
const title: Limits = { length: [1, 1024], pattern: '^(?!\\s*$).+' };
const label: Limits = { length: [1, 64], pattern: '^(?!\\s*$).+' };
const dataKey: Limits = { length: [1, 128], pattern: '^(?!\\s*$).+' };
const priority: Limits = { range: [1, 5] };
const id: Limits = { pattern: '^(oi)-[0-9a-f]{12}$' };
const arn: Limits = {
  length: [20, 2048],
  pattern: 'arn:(aws[a-zA-Z-]*)?:ssm:[a-z0-9-\\.]{0,63}:[0-9]{12}:opsitem.*',
};

/** The limits of the inputs about OpsItems. Source: the service model of Systems Manager. */
export const ssmOpsItemsConstraints: Constraints = {
  'CreateOpsItemRequest.Description': description,
  'CreateOpsItemRequest.OperationalData{key}': dataKey,
  'OpsItemDataValue.Value': { pattern: '[\\s\\S]*\\S[\\s\\S]*' },
  'OpsItemDataValue.Type': { oneOf: ['SearchableString', 'String'] },
  'CreateOpsItemRequest.Priority': priority,
  'CreateOpsItemRequest.Source': { length: [1, 128], pattern: '^(?!\\s*$).+' },
  'CreateOpsItemRequest.Title': title,
  'CreateOpsItemRequest.Tags': { length: [0, 1000] },
  'CreateOpsItemRequest.Category': label,
  'CreateOpsItemRequest.Severity': label,
  'CreateOpsItemRequest.AccountId': { pattern: '^[0-9]{12}$' },
  'GetOpsItemRequest.OpsItemId': id,
  'GetOpsItemRequest.OpsItemArn': arn,
  'UpdateOpsItemRequest.Description': description,
  'UpdateOpsItemRequest.OperationalData{key}': dataKey,
  'UpdateOpsItemRequest.Priority': priority,
  'UpdateOpsItemRequest.Status': {
    oneOf: [
      ...['Open', 'InProgress', 'Resolved', 'Pending', 'TimedOut', 'Cancelling', 'Cancelled', 'Failed'],
      ...['CompletedWithSuccess', 'CompletedWithFailure', 'Scheduled', 'RunbookInProgress'],
      ...['PendingChangeCalendarOverride', 'ChangeCalendarOverrideApproved'],
      ...['ChangeCalendarOverrideRejected', 'PendingApproval', 'Approved', 'Revoked', 'Rejected', 'Closed'],
    ],
  },
  'UpdateOpsItemRequest.OpsItemId': id,
  'UpdateOpsItemRequest.Title': title,
  'UpdateOpsItemRequest.Category': label,
  'UpdateOpsItemRequest.Severity': label,
  'UpdateOpsItemRequest.OpsItemArn': arn,
  'OpsItemFilter.Key': {
    oneOf: [
      ...['Status', 'CreatedBy', 'Source', 'Priority', 'Title', 'OpsItemId', 'CreatedTime'],
      ...['LastModifiedTime', 'ActualStartTime', 'ActualEndTime', 'PlannedStartTime', 'PlannedEndTime'],
      ...['OperationalData', 'OperationalDataKey', 'OperationalDataValue', 'ResourceId', 'AutomationId'],
      ...['Category', 'Severity', 'OpsItemType', 'AccessRequestByRequesterArn', 'AccessRequestByRequesterId'],
      ...['AccessRequestByApproverArn', 'AccessRequestByApproverId', 'AccessRequestBySourceAccountId'],
      ...['AccessRequestBySourceOpsItemId', 'AccessRequestBySourceRegion', 'AccessRequestByIsReplica'],
      ...['AccessRequestByTargetResourceId', 'ChangeRequestByRequesterArn', 'ChangeRequestByRequesterName'],
      ...['ChangeRequestByApproverArn', 'ChangeRequestByApproverName', 'ChangeRequestByTemplate'],
      ...['ChangeRequestByTargetsResourceGroup', 'InsightByType', 'AccountId'],
    ],
  },
  'OpsItemFilter.Operator': { oneOf: ['Equal', 'Contains', 'GreaterThan', 'LessThan'] },
  'DescribeOpsItemsRequest.MaxResults': { range: [1, 50] },
};
