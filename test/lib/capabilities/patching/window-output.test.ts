import { describe, expect, it } from 'vitest';
import { idOf, localArn, statementsOfRole } from '../onboarding/template.ts';
import { allowed, commandOf, install, type Patching, synthesize, withWindow } from './window-bench.ts';

describe('output', () => {
  const windows: Patching['windows'] = { scan: { ...install, operation: 'Scan' }, night: install };
  const template = () => synthesize({ output: {}, windows });

  it('goes to one bucket and to log groups, under a separate name for every window and task', () => {
    const bucket = { Ref: idOf(template(), 'AWS::S3::Bucket') };
    for (const [window, task] of [
      ['scan', 'scan'],
      ['night', 'install'],
    ] as const) {
      const logGroup = idOf(template(), 'AWS::Logs::LogGroup', {
        LogGroupName: `Muster/patching/${window}/${task}`,
      });
      expect(commandOf(template(), `${window}-${task}`)).toMatchObject({
        OutputS3BucketName: bucket,
        OutputS3KeyPrefix: `windows/${window}/${task}`,
        CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: { Ref: logGroup } },
      });
    }
  });

  it('is written by instances, whose roles need a policy whose ARN is in a parameter', () => {
    const policyId = idOf(template(), 'AWS::IAM::ManagedPolicy');
    const Name = '/muster/patching/output-policy-arn';
    const parameter = idOf(template(), 'AWS::SSM::Parameter', { Name });
    expect(template().toJSON().Resources[parameter].Properties.Value).toEqual({ Ref: policyId });
    const { Statement } = template().toJSON().Resources[policyId].Properties.PolicyDocument;
    expect(Statement.map(({ Action }: { Action: unknown }) => Action)).toEqual([
      's3:PutObject',
      's3:GetEncryptionConfiguration',
      'logs:DescribeLogGroups',
      ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
    ]);
    expect(Statement[3].Resource).toEqual(localArn('logs', 'log-group:Muster/patching/*'));
  });
});

describe('notifications', () => {
  const template = () => withWindow({}, { notifications: { emails: ['me@example.com'] } });

  it('report commands that did not succeed, by their own topic and role', () => {
    const command = commandOf(template(), 'night-install');
    expect(command.NotificationConfig).toEqual({
      NotificationArn: { Ref: expect.stringMatching(/^Notices/) },
      NotificationEvents: ['Failed', 'TimedOut', 'Cancelled'],
      NotificationType: 'Command',
    });
    const roleId = command.ServiceRoleArn['Fn::GetAtt'][0];
    expect(statementsOfRole(template(), roleId)).toEqual([
      { Effect: 'Allow', Action: 'sns:Publish', Resource: command.NotificationConfig.NotificationArn },
    ]);
  });

  it('need a window that may hand that role to Systems Manager, and no other', () => {
    const passes = JSON.stringify(allowed(template())).split('iam:PassRole').length - 1;
    expect(passes).toBe(1);
    expect(allowed(template())).toContainEqual({
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: commandOf(template(), 'night-install').ServiceRoleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'ssm.amazonaws.com' } },
    });
    expect(JSON.stringify(allowed(withWindow({})))).not.toContain('PassRole');
  });
});
