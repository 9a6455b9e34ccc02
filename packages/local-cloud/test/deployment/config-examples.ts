import { accountId } from '../cloud-bench.ts';
import type { TypeExample } from './managed-examples.ts';

const role = `arn:aws:iam::${accountId}:role/config`;
const recorder = {
  Type: 'AWS::Config::ConfigurationRecorder',
  Properties: { RoleARN: role, RecordingGroup: { AllSupported: true } },
};
const channel = { Type: 'AWS::Config::DeliveryChannel', Properties: { S3BucketName: 'history' } };
const source = { Owner: 'AWS', SourceIdentifier: 'REQUIRED_TAGS' };
const rule = (ConfigRuleName: string) => ({
  Type: 'AWS::Config::ConfigRule',
  Properties: { ConfigRuleName, Source: source, InputParameters: { tag1Key: 'Owner' } },
});
const recording = { GivenRecorder: recorder, GivenChannel: channel };
const runbook = {
  Type: 'AWS::SSM::Document',
  Properties: {
    ...{ Name: 'Tag', DocumentType: 'Automation' },
    Content: {
      schemaVersion: '0.3',
      assumeRole: '{{ AutomationAssumeRole }}',
      parameters: { InstanceId: { type: 'String' }, AutomationAssumeRole: { type: 'String' } },
      mainSteps: [{ name: 'rest', action: 'aws:sleep', inputs: { Duration: 'PT1S' } }],
    },
  },
};

/**
 * The types of AWS Config. An account has one recorder and one channel, so neither can be replaced by another one: its
 * name stays.
 */
export const configExamples: readonly TypeExample[] = [
  {
    type: 'AWS::Config::ConfigurationRecorder',
    brings: { Channel: { ...channel, DependsOn: 'Thing' } },
    properties: recorder.Properties,
    changed: { RecordingGroup: { ResourceTypes: ['AWS::EC2::Instance'] } },
    replaced: undefined,
    named: { Name: 'own' },
  },
  {
    type: 'AWS::Config::DeliveryChannel',
    brings: { Recorder: recorder },
    properties: channel.Properties,
    changed: { S3BucketName: 'other', ConfigSnapshotDeliveryProperties: { DeliveryFrequency: 'Six_Hours' } },
    replaced: undefined,
    named: { Name: 'own' },
  },
  {
    type: 'AWS::Config::ConfigRule',
    needs: recording,
    properties: { Source: source, InputParameters: { tag1Key: 'Owner' } },
    changed: { InputParameters: { tag1Key: 'Owner', tag1Value: 'web,db' } },
    replaced: { ConfigRuleName: 'other' },
    named: { ConfigRuleName: 'own' },
  },
  {
    type: 'AWS::Config::RemediationConfiguration',
    needs: { ...recording, One: rule('one'), Two: rule('two'), Runbook: runbook },
    properties: {
      ...{ ConfigRuleName: { Ref: 'One' }, TargetType: 'SSM_DOCUMENT', TargetId: { Ref: 'Runbook' } },
      ...{ Automatic: true, MaximumAutomaticAttempts: 3, RetryAttemptSeconds: 600 },
      Parameters: {
        InstanceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
        AutomationAssumeRole: { StaticValue: { Values: [role] } },
      },
    },
    changed: { ExecutionControls: { SsmControls: { ConcurrentExecutionRatePercentage: 50 } } },
    replaced: { ConfigRuleName: { Ref: 'Two' } },
  },
];
