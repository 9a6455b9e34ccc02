import type { Constraints, Limits } from '../input-check.ts';

const ruleName: Limits = { length: [1, 128], pattern: '.*\\S.*' };
const arn: Limits = { length: [1, 1000] };
const principal: Limits = { length: [1, 128], pattern: '[\\w+=,.@-]+' };
const recorderName: Limits = { length: [1, 256] };
const text256: Limits = { length: [1, 256] };
const limit: Limits = { range: [0, 100] };
const resourceType: Limits = { pattern: 'AWS::\\w+::\\w+' };
const frequency: Limits = {
  oneOf: ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'],
};
const recordingFrequency: Limits = { oneOf: ['CONTINUOUS', 'DAILY'] };
const mode: Limits = { oneOf: ['DETECTIVE', 'PROACTIVE'] };
const complianceTypes: Limits = { length: [0, 3] };
const complianceType: Limits = {
  oneOf: ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'INSUFFICIENT_DATA'],
};
const percentage: Limits = { range: [1, 100] };

const recorders: Constraints = {
  'ConfigurationRecorder.arn': arn,
  'ConfigurationRecorder.name': recorderName,
  'ConfigurationRecorder.recordingScope': { oneOf: ['INTERNAL', 'PAID'] },
  'ConfigurationRecorder.servicePrincipal': principal,
  'RecordingGroup.resourceTypes[]': resourceType,
  'ExclusionByResourceTypes.resourceTypes[]': resourceType,
  'RecordingStrategy.useOnly': {
    oneOf: ['ALL_SUPPORTED_RESOURCE_TYPES', 'INCLUSION_BY_RESOURCE_TYPES', 'EXCLUSION_BY_RESOURCE_TYPES'],
  },
  'RecordingMode.recordingFrequency': recordingFrequency,
  'RecordingMode.recordingModeOverrides': { length: [0, 1] },
  'RecordingModeOverride.description': text256,
  'RecordingModeOverride.resourceTypes[]': resourceType,
  'RecordingModeOverride.recordingFrequency': recordingFrequency,
  'PutConfigurationRecorderRequest.Tags': { length: [0, 50] },
  'Tag.Key': { length: [1, 128] },
  'Tag.Value': { length: [0, 256] },
  'DescribeConfigurationRecordersRequest.ConfigurationRecorderNames[]': recorderName,
  'DescribeConfigurationRecordersRequest.ServicePrincipal': principal,
  'DescribeConfigurationRecordersRequest.Arn': arn,
  'DescribeConfigurationRecorderStatusRequest.ConfigurationRecorderNames[]': recorderName,
  'DescribeConfigurationRecorderStatusRequest.ServicePrincipal': principal,
  'DescribeConfigurationRecorderStatusRequest.Arn': arn,
  'StartConfigurationRecorderRequest.ConfigurationRecorderName': recorderName,
  'StopConfigurationRecorderRequest.ConfigurationRecorderName': recorderName,
  'DeleteConfigurationRecorderRequest.ConfigurationRecorderName': recorderName,
  'DeliveryChannel.name': recorderName,
  'ConfigSnapshotDeliveryProperties.deliveryFrequency': frequency,
  'DescribeDeliveryChannelsRequest.DeliveryChannelNames[]': recorderName,
  'DeleteDeliveryChannelRequest.DeliveryChannelName': recorderName,
};

const rules: Constraints = {
  'ConfigRule.ConfigRuleName': ruleName,
  'ConfigRule.ConfigRuleArn': text256,
  'ConfigRule.ConfigRuleId': { length: [1, 64] },
  'ConfigRule.Description': { length: [0, 256] },
  'ConfigRule.InputParameters': { length: [1, 1024] },
  'ConfigRule.MaximumExecutionFrequency': frequency,
  'ConfigRule.ConfigRuleState': { oneOf: ['ACTIVE', 'DELETING', 'DELETING_RESULTS', 'EVALUATING'] },
  'ConfigRule.CreatedBy': text256,
  'EvaluationModeConfiguration.Mode': mode,
  'Scope.ComplianceResourceTypes': { length: [0, 100] },
  'Scope.ComplianceResourceTypes[]': text256,
  'Scope.TagKey': { length: [1, 128] },
  'Scope.TagValue': text256,
  'Scope.ComplianceResourceId': { length: [1, 768] },
  'Source.Owner': { oneOf: ['CUSTOM_LAMBDA', 'AWS', 'CUSTOM_POLICY'] },
  'Source.SourceIdentifier': text256,
  'Source.SourceDetails': { length: [0, 25] },
  'SourceDetail.EventSource': { oneOf: ['aws.config'] },
  'SourceDetail.MessageType': {
    oneOf: [
      ...['ConfigurationItemChangeNotification', 'ConfigurationSnapshotDeliveryCompleted'],
      ...['ScheduledNotification', 'OversizedConfigurationItemChangeNotification'],
    ],
  },
  'SourceDetail.MaximumExecutionFrequency': frequency,
  'CustomPolicyDetails.PolicyRuntime': { length: [1, 64], pattern: 'guard-2\\.x\\.x' },
  'CustomPolicyDetails.PolicyText': { length: [0, 10000] },
  'PutConfigRuleRequest.Tags': { length: [0, 50] },
  'DescribeConfigRulesRequest.ConfigRuleNames': { length: [0, 25] },
  'DescribeConfigRulesRequest.ConfigRuleNames[]': ruleName,
  'DescribeConfigRulesFilters.EvaluationMode': mode,
  'DeleteConfigRuleRequest.ConfigRuleName': ruleName,
  'StartConfigRulesEvaluationRequest.ConfigRuleNames': { length: [1, 25] },
  'StartConfigRulesEvaluationRequest.ConfigRuleNames[]': ruleName,
  'GetComplianceDetailsByConfigRuleRequest.ConfigRuleName': { length: [1, 64] },
  'GetComplianceDetailsByConfigRuleRequest.ComplianceTypes': complianceTypes,
  'GetComplianceDetailsByConfigRuleRequest.ComplianceTypes[]': complianceType,
  'GetComplianceDetailsByConfigRuleRequest.Limit': limit,
  'DescribeComplianceByConfigRuleRequest.ConfigRuleNames': { length: [0, 25] },
  'DescribeComplianceByConfigRuleRequest.ConfigRuleNames[]': ruleName,
  'DescribeComplianceByConfigRuleRequest.ComplianceTypes': complianceTypes,
  'DescribeComplianceByConfigRuleRequest.ComplianceTypes[]': complianceType,
};

const remediations: Constraints = {
  'PutRemediationConfigurationsRequest.RemediationConfigurations': { length: [0, 25] },
  'RemediationConfiguration.ConfigRuleName': ruleName,
  'RemediationConfiguration.TargetType': { oneOf: ['SSM_DOCUMENT'] },
  'RemediationConfiguration.TargetId': text256,
  'RemediationConfiguration.Parameters': { length: [0, 25] },
  'RemediationConfiguration.Parameters{key}': text256,
  'RemediationConfiguration.MaximumAutomaticAttempts': { range: [1, 25] },
  'RemediationConfiguration.RetryAttemptSeconds': { range: [1, 2_678_000] },
  'RemediationConfiguration.Arn': { length: [1, 1024] },
  'RemediationConfiguration.CreatedByService': { length: [1, 1024] },
  'ResourceValue.Value': { oneOf: ['RESOURCE_ID'] },
  'StaticValue.Values': { length: [0, 25] },
  'StaticValue.Values[]': text256,
  'SsmControls.ConcurrentExecutionRatePercentage': percentage,
  'SsmControls.ErrorPercentage': percentage,
  'DescribeRemediationConfigurationsRequest.ConfigRuleNames': { length: [0, 25] },
  'DescribeRemediationConfigurationsRequest.ConfigRuleNames[]': ruleName,
  'DeleteRemediationConfigurationRequest.ConfigRuleName': ruleName,
  'StartRemediationExecutionRequest.ConfigRuleName': ruleName,
  'StartRemediationExecutionRequest.ResourceKeys': { length: [1, 100] },
  'ResourceKey.resourceType': resourceType,
  'ResourceKey.resourceId': { length: [1, 768] },
  'DescribeRemediationExecutionStatusRequest.ConfigRuleName': ruleName,
  'DescribeRemediationExecutionStatusRequest.ResourceKeys': { length: [1, 100] },
  'DescribeRemediationExecutionStatusRequest.Limit': limit,
  'DescribeRemediationExceptionsRequest.ConfigRuleName': ruleName,
  'DescribeRemediationExceptionsRequest.ResourceKeys': { length: [1, 100] },
  'DescribeRemediationExceptionsRequest.Limit': limit,
  'DeleteRemediationExceptionsRequest.ConfigRuleName': ruleName,
  'DeleteRemediationExceptionsRequest.ResourceKeys': { length: [1, 100] },
  'RemediationExceptionResourceKey.ResourceType': text256,
  'RemediationExceptionResourceKey.ResourceId': { length: [1, 1024] },
};

/**
 * The limits of the inputs of AWS Config. Source: its service model (botocore 1.43). The enumeration of resource types is
 * checked by the operations.
 */
export const configConstraints: Constraints = { ...recorders, ...rules, ...remediations };
