import { Match, type Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { onboardSettings } from '../../../../lambdas/onboard/onboard-settings.ts';
import { variableOf } from '../../../../lambdas/shared/runtime/setting-forms.ts';
import { synthesizeOnboarding } from '../../synthesize.ts';
import {
  arnOf,
  functionId,
  ids,
  localArn,
  logStatement,
  idOf as onlyIdOf,
  statementsOf,
  variablesOf,
} from './template.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

const idOf = (type: string, properties?: object) => onlyIdOf(template, type, properties);
const onboardFunction = () => functionId(template, 'OnboardingOnboard');

describe('the event source mapping of launches', () => {
  it('collects large batches for 180 s, with partial failures and bounded concurrency', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(ids.launchQueue),
      FunctionName: { Ref: onboardFunction() },
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 180,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('is made after the policy that lets the function read the queue', () => {
    const properties = { Properties: { EventSourceArn: arnOf(ids.launchQueue) } };
    const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping', properties));
    const [policyId] = Object.keys(
      template.findResources('AWS::IAM::Policy', {
        Properties: {
          PolicyDocument: {
            Statement: Match.arrayWith([
              Match.objectLike({
                Action: Match.arrayWith(['sqs:ReceiveMessage']),
                Resource: arnOf(ids.launchQueue),
              }),
            ]),
          },
        },
      }),
    );
    expect(mapping?.['DependsOn']).toContain(policyId);
  });

  it('follows the configuration', () => {
    const other = { batchSizeMax: 11, batchingWindowSeconds: 1, concurrencyMax: 3 };
    synthesizeOnboarding(other).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 11,
      MaximumBatchingWindowInSeconds: 1,
      ScalingConfig: { MaximumConcurrency: 3 },
    });
  });
});

describe('the onboard function', () => {
  it('may send what the configuration lets roll-outs send besides: of the account, and of AWS', () => {
    const other = synthesizeOnboarding({ rolloutDocuments: ['Acme-Rotate', 'AWS-UpdateSSMAgent'] });
    const statements = statementsOf(other, functionId(other, 'OnboardingOnboard'));
    const send = JSON.stringify(statements);
    expect(send).toContain(JSON.stringify(localArn('ssm', 'document/Acme-Rotate')));
    expect(send).toContain('::document/AWS-UpdateSSMAgent');
    expect(send).not.toContain(JSON.stringify(localArn('ssm', 'document/AWS-UpdateSSMAgent')));
  });

  it('may do exactly this', () => {
    expect(statementsOf(template, onboardFunction())).toEqual([
      logStatement(template, onboardFunction()),
      {
        Effect: 'Allow',
        Action: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation', 'ssm:ListCommands'],
        Resource: '*', // none of them takes a resource
      },
      {
        Effect: 'Allow',
        Action: 'ssm:SendCommand',
        Resource: [
          localArn('ec2', 'instance/*'), // any instance may launch
          localArn('ssm', 'document/Muster-InstallAgentLinux'),
          localArn('ssm', 'document/Muster-InstallAgentWindows'),
        ],
      },
      {
        Effect: 'Allow',
        Action: [
          ...['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem'],
          ...['dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate', 'dynamodb:UpdateItem'],
        ],
        Resource: arnOf(ids.roster),
      },
      { Effect: 'Allow', Action: 'events:PutEvents', Resource: localArn('events', 'event-bus/default') },
      {
        Effect: 'Allow',
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        Resource: arnOf(ids.launchQueue),
      },
    ]);
  });

  it('may send a document of AWS that a profile names, which belongs to no account', () => {
    const profiles = [{ name: 'all', documents: { Linux: { document: 'AWS-UpdateSSMAgent' } } }];
    const parts = [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':ssm:',
      { Ref: 'AWS::Region' },
      '::document/AWS-UpdateSSMAgent',
    ];
    synthesizeOnboarding({ profiles }).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: 'ssm:SendCommand',
            Resource: [localArn('ec2', 'instance/*'), { 'Fn::Join': ['', parts] }],
          },
        ]),
      },
    });
  });

  it('knows the roster, the profiles, the exclusions and the versions that were deployed with it', () => {
    const Variables = variablesOf(template, onboardFunction());
    const settings = Object.keys(onboardSettings.shape);
    expect(Object.keys(Variables).sort()).toEqual(settings.map(variableOf).sort());
    expect(Variables[variableOf('rosterTable')]).toEqual({ Ref: ids.roster });
    expect(JSON.parse(String(Variables[variableOf('exclusions')]))).toEqual([
      { key: 'muster:exclude', value: 'true' },
      { key: 'Name', value: 'Packer Builder', isOfImage: true },
      { key: 'CreatedBy', value: 'EC2 Image Builder', isOfImage: true },
      { key: 'Ec2ImageBuilderArn', value: '*', isOfImage: true },
    ]);
    expect(JSON.parse(String(Variables[variableOf('profiles')]))).toEqual([
      {
        name: 'emr',
        tags: { 'aws:elasticmapreduce:job-flow-id': '*' },
        documents: {
          Linux: { document: 'Muster-InstallAgentLinux', parameters: {} },
          Windows: { document: 'Muster-InstallAgentWindows', parameters: {} },
        },
      },
      {
        name: 'default',
        tags: {},
        documents: {
          Linux: { document: 'Muster-InstallAgentLinux', parameters: {} },
          Windows: { document: 'Muster-InstallAgentWindows', parameters: {} },
        },
      },
    ]);
    const versionOf = (name: string) =>
      idOf('Custom::MusterDocumentVersion', { DocumentName: { Ref: name } });
    expect(Variables[variableOf('documentVersions')]).toEqual({
      'Fn::Join': [
        '',
        [
          '{"Muster-InstallAgentLinux":"',
          { 'Fn::GetAtt': [versionOf(ids.linuxDocument), 'Version'] },
          '","Muster-InstallAgentWindows":"',
          { 'Fn::GetAtt': [versionOf(ids.windowsDocument), 'Version'] },
          '"}',
        ],
      ],
    });
    expect(Variables[variableOf('closedEntryDays')]).toBe('30');
    expect(Variables[variableOf('attemptsMax')]).toBe('3');
  });

  it('looks at every recheck for half an hour, then every 15 minutes, for 2 hours, or as the configuration says', () => {
    const looksOf = (from: Template) =>
      JSON.parse(String(variablesOf(from, functionId(from, 'OnboardingOnboard'))[variableOf('lookTimes')]));
    expect(looksOf(template)).toEqual({
      earlySeconds: 1800,
      lateStepSeconds: 900,
      horizonSeconds: 7200,
    });
    const other = { recheckMinutes: 1, lateRecheckMinutes: 60, horizonMinutes: 1440 };
    expect(looksOf(synthesizeOnboarding(other))).toEqual({
      earlySeconds: 1800,
      lateStepSeconds: 3600,
      horizonSeconds: 86_400,
    });
    // Only a recheck looks.
    expect(looksOf(synthesizeOnboarding({ recheckMinutes: 60 }))).toMatchObject({ lateStepSeconds: 3600 });
  });

  it('holds a claim for longer than it may run', () => {
    const { Timeout, Environment } = template.toJSON().Resources[onboardFunction()].Properties;
    expect(Number(Environment.Variables[variableOf('claimLeaseSeconds')])).toBeGreaterThan(Timeout + 60);
  });

  it('has an environment of at most 4 KB, for the largest allowed configuration', () => {
    const documents = { Linux: { document: 'InstallAgentLinux' } };
    const profiles = Array.from({ length: 25 }, (_, i) => ({
      name: `p${i}`,
      tags: { team: `${i}` },
      documents,
    }));
    for (const largest of [template, synthesizeOnboarding({ profiles })]) {
      const { Environment } = largest.toJSON().Resources[functionId(largest, 'OnboardingOnboard')].Properties;
      const deployed = { ...Environment.Variables, [variableOf('rosterTable')]: 't'.repeat(255) };
      const resolved = JSON.stringify(deployed, (key, value) => (key === 'Fn::GetAtt' ? '1000' : value));
      expect(Buffer.byteLength(resolved)).toBeLessThanOrEqual(4096);
    }
  });
});
