import { describe, expect, it } from 'vitest';
import { variableOf } from '../../../../lambdas/shared/runtime/setting-forms.ts';
import { everything } from '../../everything.ts';
import { synthesizeStack } from '../../synthesize.ts';
import { arnOf, functionId, idOf, logStatement, statementsOf, variablesOf } from '../onboarding/template.ts';

describe('the stack with everything on', () => {
  it.each([
    ['eu-central-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('in %s names nothing outside the partition %s', (region, partition) => {
    const template = synthesizeStack('MusterPatching', everything, region);
    const arns = JSON.stringify(template.toJSON()).match(/arn:aws[a-z-]*:/g);
    expect(new Set(arns)).toEqual(new Set([`arn:${partition}:`]));
  });
});

describe('the patch-now runbook', () => {
  const template = () => synthesizeStack('MusterPatching', { patching: {} });
  const runbook = () => {
    const { Resources } = template().toJSON();
    return Resources[idOf(template(), 'AWS::SSM::Document', { Name: 'Muster-PatchNow' })].Properties;
  };

  it('sends our document at a pace, with the id of its execution as the id of the set of patches', () => {
    expect([runbook().DocumentType, runbook().UpdateMethod]).toEqual(['Automation', 'NewVersion']);
    const { mainSteps, parameters } = runbook().Content;
    expect(parameters.Document.default).toEqual({
      Ref: idOf(template(), 'AWS::SSM::Document', { Name: 'Muster-PatchInstances' }),
    });
    expect(mainSteps).toHaveLength(1);
    expect(mainSteps[0].inputs).toMatchObject({
      DocumentName: '{{ Document }}',
      Targets: [{ Key: '{{ TargetKey }}', Values: '{{ TargetValues }}' }],
      MaxConcurrency: '{{ MaxConcurrency }}',
      MaxErrors: '{{ MaxErrors }}',
      Parameters: { SnapshotId: '{{ automation:EXECUTION_ID }}' },
    });
  });

  it('scans by default, and has no default targets', () => {
    const { parameters } = runbook().Content;
    expect(parameters.Operation.default).toBe('Scan');
    expect(parameters.TargetKey.default).toBe('tag:PatchGroup');
    expect(parameters.TargetValues).not.toHaveProperty('default');
  });

  it('assumes a role that only runbooks of this account may assume', () => {
    const { parameters, assumeRole } = runbook().Content;
    expect(assumeRole).toBe('{{ AutomationAssumeRole }}');
    const roleId = parameters.AutomationAssumeRole.default['Fn::GetAtt'][0];
    const { AssumeRolePolicyDocument } = template().toJSON().Resources[roleId].Properties;
    expect(AssumeRolePolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'ssm.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: { 'aws:SourceArn': expect.anything() },
        },
      }),
    ]);
  });
});

describe('the report', () => {
  const template = () => synthesizeStack('MusterPatching', { patching: { report: { everyDays: 7 } } });
  const writer = () => functionId(template(), 'ReportWriter');
  const bucketId = () => idOf(template(), 'AWS::S3::Bucket');

  it('is off by default', () => {
    const plain = synthesizeStack('MusterPatching', { patching: {} });
    expect(plain.findResources('AWS::Lambda::Function')).toEqual({});
  });

  it('is written by a function that may look, and write below one prefix of one bucket', () => {
    expect(statementsOf(template(), writer())).toEqual([
      logStatement(template(), writer()),
      {
        Effect: 'Allow',
        Action: [
          'ec2:DescribeInstanceStatus',
          'ec2:DescribeInstances',
          'ssm:DescribeInstanceInformation',
          'ssm:DescribeInstancePatchStates',
        ],
        Resource: '*', // none of them takes a resource
      },
      {
        Effect: 'Allow',
        Action: 'ssm:GetPatchBaseline',
        // A default baseline of AWS is in an account of AWS.
        Resource: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':ssm:', { Ref: 'AWS::Region' }, ':*:patchbaseline/*'],
          ],
        },
      },
      {
        Effect: 'Allow',
        Action: 's3:PutObject',
        Resource: { 'Fn::Join': ['', [arnOf(bucketId()), '/patch-compliance/*']] },
      },
    ]);
    expect(variablesOf(template(), writer())).toEqual({
      [variableOf('reportBucket')]: { Ref: bucketId() },
      [variableOf('outdatedAfterDays')]: '14',
    });
  });

  it('is in a bucket whose name is in a parameter', () => {
    const name = '/muster/patching/report-bucket';
    const id = idOf(template(), 'AWS::SSM::Parameter', { Name: name });
    expect(template().toJSON().Resources[id].Properties.Value).toEqual({ Ref: bucketId() });
  });

  it('is written as often, and kept as long, as the configuration says', () => {
    const { ScheduleExpression, Target } =
      Object.values(template().findResources('AWS::Scheduler::Schedule'))[0]?.['Properties'] ?? {};
    expect([ScheduleExpression, Target.Arn]).toEqual(['rate(7 days)', arnOf(writer())]);
    const { Rules } = template().toJSON().Resources[bucketId()].Properties.LifecycleConfiguration;
    expect(Rules[0].ExpirationInDays).toBe(400);
  });
});
