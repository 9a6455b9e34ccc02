import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { variableOf } from '../../../../lambdas/shared/runtime/setting-forms.ts';
import { synthesizeOnboarding } from '../../synthesize.ts';
import { falcon } from './agents/falcon.ts';
import {
  arnOf,
  functionId,
  idOf,
  ids,
  localArn,
  logStatement,
  statementsOf,
  variablesOf,
} from './template.ts';

let template: Template;
beforeAll(() => {
  template = synthesizeOnboarding();
});

const rule = () => idOf(template, 'AWS::Events::Rule', { EventPattern: { source: ['aws.ssm'] } });
const propertiesOf = (id: string) => template.toJSON().Resources[id].Properties;

describe('the rule of outcomes', () => {
  it('matches every end of the documents that the profiles name, and of no others', () => {
    expect(propertiesOf(rule()).EventPattern).toEqual({
      account: [{ Ref: 'AWS::AccountId' }],
      region: [{ Ref: 'AWS::Region' }],
      source: ['aws.ssm'],
      'detail-type': ['EC2 Command Invocation Status-change Notification'],
      detail: {
        'document-name': ['Muster-InstallAgentLinux', 'Muster-InstallAgentWindows'],
        status: [{ 'anything-but': ['Pending', 'InProgress', 'Delayed', 'Cancelling'] }],
      },
    });
  });

  it('follows the profiles: other prefixes, and documents of AWS', () => {
    const profiles = [
      {
        name: 'all',
        documents: {
          Linux: { document: 'InstallAgentLinux' },
          Windows: { document: 'AWS-UpdateSSMAgent' },
        },
      },
    ];
    const other = synthesizeOnboarding({ profiles });
    const id = idOf(other, 'AWS::Events::Rule', { EventPattern: { source: ['aws.ssm'] } });
    expect(other.toJSON().Resources[id].Properties.EventPattern.detail['document-name']).toEqual([
      'AWS-UpdateSSMAgent',
      'Muster-InstallAgentLinux',
    ]);
  });

  it('follows what roll-outs may send besides, and agents that no profile names', () => {
    const profiles = [{ name: 'all', documents: { Linux: { document: 'InstallAgentLinux' } } }];
    const rolloutDocuments = ['Acme-Rotate', 'AWS-UpdateSSMAgent'];
    const other = synthesizeOnboarding({ profiles, rolloutDocuments, agents: { falcon } });
    const id = idOf(other, 'AWS::Events::Rule', { EventPattern: { source: ['aws.ssm'] } });
    expect(other.toJSON().Resources[id].Properties.EventPattern.detail['document-name']).toEqual([
      ...['Muster-InstallAgentLinux', 'AWS-UpdateSSMAgent', 'Acme-Rotate'],
      { prefix: 'Muster-Agent-' },
    ]);
  });

  it('names the documents of all agents by one prefix, so that the pattern stays short', () => {
    const agents = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`agent-${index}`, falcon]));
    const many = synthesizeOnboarding({ agents });
    const id = idOf(many, 'AWS::Events::Rule', { EventPattern: { source: ['aws.ssm'] } });
    const { EventPattern } = many.toJSON().Resources[id].Properties;
    expect(EventPattern.detail['document-name']).toEqual([{ prefix: 'Muster-Agent-' }]);
    expect(JSON.stringify(EventPattern).length).toBeLessThan(2048);
  });

  it('puts the whole event into the outcome queue, for 24 hours, and then into its own dead letters', () => {
    expect(propertiesOf(rule()).Targets).toEqual([
      {
        Arn: arnOf(ids.outcomeQueue),
        DeadLetterConfig: { Arn: arnOf(ids.outcomesUndelivered) },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        Id: 'Target0',
      },
    ]);
  });
});

describe('the outcome queue', () => {
  it('delivers every message after 60 s, and hides a message for 6 timeouts plus a window', () => {
    expect(propertiesOf(ids.outcomeQueue)).toMatchObject({
      DelaySeconds: 60,
      VisibilityTimeout: 6 * 120 + 120,
      MessageRetentionPeriod: 14 * 86_400,
      RedrivePolicy: { deadLetterTargetArn: arnOf(ids.outcomeDeadLetters), maxReceiveCount: 38 },
    });
  });

  it.each([ids.outcomeQueue, ids.outcomesUndelivered])(
    '%s takes messages from the rule and nobody else',
    (id) => {
      const policy = idOf(template, 'AWS::SQS::QueuePolicy', { Queues: [{ Ref: id }] });
      const statements: { Effect: string; Principal: object; Condition: object }[] =
        propertiesOf(policy).PolicyDocument.Statement;
      expect(statements.filter(({ Effect }) => Effect === 'Allow')).toEqual([
        expect.objectContaining({
          Principal: { Service: 'events.amazonaws.com' },
          Condition: {
            ArnEquals: { 'aws:SourceArn': arnOf(rule()) },
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          },
          Resource: arnOf(id),
        }),
      ]);
    },
  );
});

describe('the follow-up function', () => {
  const followUp = () => functionId(template, 'FollowingUpFollowUp');

  it('may do exactly this', () => {
    expect(statementsOf(template, followUp())).toEqual([
      logStatement(template, followUp()),
      { Effect: 'Allow', Action: 'ssm:ListCommandInvocations', Resource: '*' }, // takes no resource
      {
        Effect: 'Allow',
        Action: ['dynamodb:BatchGetItem', 'dynamodb:PartiQLUpdate'],
        Resource: arnOf(ids.roster),
      },
      { Effect: 'Allow', Action: 'events:PutEvents', Resource: localArn('events', 'event-bus/default') },
      {
        Effect: 'Allow',
        Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        Resource: arnOf(ids.outcomeQueue),
      },
    ]);
  });

  it('knows the roster and how many commands an instance may get', () => {
    expect(variablesOf(template, followUp())).toEqual({
      [variableOf('rosterTable')]: { Ref: ids.roster },
      [variableOf('attemptsMax')]: '3',
    });
    const once = synthesizeOnboarding({ commandAttemptsMax: 1 });
    expect(variablesOf(once, functionId(once, 'FollowingUpFollowUp'))).toMatchObject({
      [variableOf('attemptsMax')]: '1',
    });
  });

  it('gets large batches by two pollers, collected for 120 s, with partial failures, once its role may read the queue', () => {
    const mapping = idOf(template, 'AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(ids.outcomeQueue),
    });
    expect(propertiesOf(mapping)).toMatchObject({
      FunctionName: { Ref: followUp() },
      BatchSize: 2000,
      MaximumBatchingWindowInSeconds: 120,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    const roleId = propertiesOf(followUp()).Role['Fn::GetAtt'][0];
    const policy = idOf(template, 'AWS::IAM::Policy', { Roles: [{ Ref: roleId }] });
    expect(template.toJSON().Resources[mapping].DependsOn).toContain(policy);
  });
});
