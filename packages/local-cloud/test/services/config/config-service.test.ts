import {
  DescribeComplianceByConfigRuleCommand,
  DescribeRemediationExecutionStatusCommand,
  GetComplianceDetailsByConfigRuleCommand,
} from '@aws-sdk/client-config-service';
import { DescribeAutomationExecutionsCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { sdkSettings } from '../../../src/account/sdk-settings.ts';
import {
  accountId,
  configBench,
  instanceType,
  profileArn,
  recorder,
  region,
  remediation,
  rule,
  runbook,
  runnerArn,
} from './config-bench.ts';

const profile = {
  Web: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
    },
  },
  Profile: {
    Type: 'AWS::IAM::InstanceProfile',
    Properties: { InstanceProfileName: 'web', Roles: [{ Ref: 'Web' }] },
  },
};
const attach = {
  name: 'attach',
  action: 'aws:executeAwsApi',
  inputs: {
    ...{ Service: 'ec2', Api: 'AssociateIamInstanceProfile', InstanceId: '{{ InstanceId }}' },
    IamInstanceProfile: { Name: 'web' },
  },
};

it('finds an instance without a profile, tells of it, gives it one, and finds it compliant', async () => {
  const { cloud, config, changes, details, launch, pass } = await configBench({
    ...{ ...recorder, ...profile },
    Attached: rule('attached', 'EC2_INSTANCE_PROFILE_ATTACHED'),
    Runbook: runbook('Attach', [attach]),
    Remediation: remediation('Attached', 'Attach'),
  });
  const id = launch();
  await pass(6 * 60);
  const found = { rule: 'attached', resource: id };
  expect(changes()[0]).toEqual({ ...found, before: undefined, after: 'NON_COMPLIANT' });
  expect(details[0]).toMatchObject({
    awsAccountId: accountId,
    awsRegion: region,
    resourceType: instanceType,
  });

  await pass(15 * 60);
  expect(cloud.ec2.fleet.find(id)?.instanceProfileArn).toBe(profileArn);
  expect(changes().slice(1)).toEqual([{ ...found, before: 'NON_COMPLIANT', after: 'COMPLIANT' }]);

  const ssm = new SSMClient(sdkSettings(cloud));
  const { AutomationExecutionMetadataList: executions } = await ssm.send(
    new DescribeAutomationExecutionsCommand({}),
  );
  expect(executions).toMatchObject([
    {
      ...{ DocumentName: 'Attach', AutomationExecutionStatus: 'Success' },
      ExecutedBy: expect.stringContaining('AWSServiceRoleForConfigRemediation'),
    },
  ]);
  const ofRule = { ConfigRuleName: 'attached' };
  const { RemediationExecutionStatuses } = await config.send(
    new DescribeRemediationExecutionStatusCommand(ofRule),
  );
  expect(RemediationExecutionStatuses).toMatchObject([
    {
      ...{ ResourceKey: { resourceType: instanceType, resourceId: id }, State: 'SUCCEEDED' },
      StepDetails: [{ Name: 'attach', State: 'SUCCEEDED' }],
    },
  ]);
  const { EvaluationResults } = await config.send(new GetComplianceDetailsByConfigRuleCommand(ofRule));
  expect(EvaluationResults).toMatchObject([{ ComplianceType: 'COMPLIANT' }]);
  const { ComplianceByConfigRules } = await config.send(new DescribeComplianceByConfigRuleCommand({}));
  expect(ComplianceByConfigRules).toEqual([
    { ConfigRuleName: 'attached', Compliance: { ComplianceType: 'COMPLIANT' } },
  ]);
  expect(cloud.access.sessionNameOf(runnerArn)).toMatch(/^Automation-/);
});
