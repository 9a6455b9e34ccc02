import { type Constraints, type Limits, least } from '../input-check.ts';

const name: Limits = { pattern: '^[a-zA-Z0-9_\\-.:/]{3,128}$' };
const documentVersion: Limits = { pattern: '([$]LATEST|[$]DEFAULT|^[1-9][0-9]*$)' };
const instanceId: Limits = { pattern: '(^i-(\\w{8}|\\w{17})$)|(^mi-\\w{17}$)' };
const associationName: Limits = { pattern: '^[a-zA-Z0-9_\\-.]{3,128}$' };
const maxErrors: Limits = { length: [1, 7], pattern: '^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$' };
const maxConcurrency: Limits = { length: [1, 7], pattern: '^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$' };
const complianceSeverity: Limits = { oneOf: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNSPECIFIED'] };
const associationDispatchAssumeRole: Limits = {
  length: [1, 512],
  pattern: 'arn:aws(-[^:]+)?:iam::[0-9]{12}:role/.+',
};
const associationId: Limits = {
  pattern: '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
};
const associationVersion: Limits = { pattern: '([$]LATEST)|([1-9][0-9]*)' };

/** The limits of the inputs about associations. Source: the service model of Systems Manager. */
export const ssmAssociationConstraints: Constraints = {
  'CreateAssociationRequest.Name': name,
  'CreateAssociationRequest.DocumentVersion': documentVersion,
  'CreateAssociationRequest.InstanceId': instanceId,
  'CreateAssociationRequest.Targets': { length: [0, 5] },
  'CreateAssociationRequest.ScheduleExpression': { length: [1, 256] },
  'S3OutputLocation.OutputS3Region': { length: [3, 20] },
  'S3OutputLocation.OutputS3BucketName': { length: [3, 63] },
  'S3OutputLocation.OutputS3KeyPrefix': { length: [0, 500] },
  'CreateAssociationRequest.AssociationName': associationName,
  'CreateAssociationRequest.AutomationTargetParameterName': { length: [1, 50] },
  'CreateAssociationRequest.MaxErrors': maxErrors,
  'CreateAssociationRequest.MaxConcurrency': maxConcurrency,
  'CreateAssociationRequest.ComplianceSeverity': complianceSeverity,
  'CreateAssociationRequest.SyncCompliance': { oneOf: ['AUTO', 'MANUAL'] },
  'CreateAssociationRequest.TargetLocations': { length: [1, 100] },
  'CreateAssociationRequest.ScheduleOffset': { range: [1, 6] },
  'CreateAssociationRequest.Duration': { range: [1, 24] },
  'CreateAssociationRequest.TargetMaps': { length: [0, 300] },
  'CreateAssociationRequest.TargetMaps[]': { length: [1, 20] },
  'CreateAssociationRequest.TargetMaps[]{key}': { length: [1, 50] },
  'CreateAssociationRequest.TargetMaps[]{}': { length: [0, 25] },
  'CreateAssociationRequest.TargetMaps[]{}[]': { length: [1, 50] },
  'CreateAssociationRequest.Tags': { length: [0, 1000] },
  'CreateAssociationRequest.AssociationDispatchAssumeRole': associationDispatchAssumeRole,
  'UpdateAssociationRequest.AssociationId': associationId,
  'UpdateAssociationRequest.DocumentVersion': documentVersion,
  'UpdateAssociationRequest.ScheduleExpression': { length: [1, 256] },
  'UpdateAssociationRequest.Name': name,
  'UpdateAssociationRequest.Targets': { length: [0, 5] },
  'UpdateAssociationRequest.AssociationName': associationName,
  'UpdateAssociationRequest.AssociationVersion': associationVersion,
  'UpdateAssociationRequest.AutomationTargetParameterName': { length: [1, 50] },
  'UpdateAssociationRequest.MaxErrors': maxErrors,
  'UpdateAssociationRequest.MaxConcurrency': maxConcurrency,
  'UpdateAssociationRequest.ComplianceSeverity': complianceSeverity,
  'UpdateAssociationRequest.SyncCompliance': { oneOf: ['AUTO', 'MANUAL'] },
  'UpdateAssociationRequest.TargetLocations': { length: [1, 100] },
  'UpdateAssociationRequest.ScheduleOffset': { range: [1, 6] },
  'UpdateAssociationRequest.Duration': { range: [1, 24] },
  'UpdateAssociationRequest.TargetMaps': { length: [0, 300] },
  'UpdateAssociationRequest.TargetMaps[]': { length: [1, 20] },
  'UpdateAssociationRequest.TargetMaps[]{key}': { length: [1, 50] },
  'UpdateAssociationRequest.TargetMaps[]{}': { length: [0, 25] },
  'UpdateAssociationRequest.TargetMaps[]{}[]': { length: [1, 50] },
  'UpdateAssociationRequest.AssociationDispatchAssumeRole': associationDispatchAssumeRole,
  'DeleteAssociationRequest.Name': name,
  'DeleteAssociationRequest.InstanceId': instanceId,
  'DeleteAssociationRequest.AssociationId': associationId,
  'DescribeAssociationRequest.Name': name,
  'DescribeAssociationRequest.InstanceId': instanceId,
  'DescribeAssociationRequest.AssociationId': associationId,
  'DescribeAssociationRequest.AssociationVersion': associationVersion,
  'ListAssociationsRequest.AssociationFilterList': { length: least(1) },
  'AssociationFilter.key': {
    oneOf: [
      'InstanceId',
      'Name',
      'AssociationId',
      'AssociationStatusName',
      'LastExecutedBefore',
      'LastExecutedAfter',
      'AssociationName',
      'ResourceGroupName',
    ],
  },
  'AssociationFilter.value': { length: least(1) },
  'ListAssociationsRequest.MaxResults': { range: [1, 50] },
};
