import type { LocalCloud } from '../../src/account/account.ts';
import { accountId, region } from '../cloud-bench.ts';

/** A resource of a template, changed twice: in place, and so that it needs replacing. */
export interface TypeExample {
  readonly type: string;
  readonly properties: object;
  /** Properties to change in place. Undefined if every change needs another physical resource. */
  readonly changed: object | undefined;
  /** Properties whose change needs another physical resource. Undefined if no change does. */
  readonly replaced: object | undefined;
  /** Makes what it needs and no template declares. */
  readonly before?: (cloud: LocalCloud) => void;
  /** Resources that it needs besides those that are given to all. */
  readonly needs?: object;
  /** Resources that come and go with it. */
  readonly brings?: Readonly<Record<string, object>>;
  /** The property for a name of the template's own, and such a name. */
  readonly named?: Readonly<Record<string, string>>;
}

/** Lets schedules assume a role. */
export const trust = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};
/** A policy of a role that allows an action. */
export const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
/** A policy of a resource that allows an action to a service. */
export const allowService = (Service: string, Action: string, Resource: unknown) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service }, Action, Resource }],
});
const commands = (line: string) => ({
  schemaVersion: '2.2',
  mainSteps: [{ action: 'aws:runShellScript', name: 'run', inputs: { runCommand: [line] } }],
});
/** Roles, policies, profiles and keys. */
export const identityExamples: readonly TypeExample[] = [
  {
    type: 'AWS::IAM::Role',
    properties: {
      AssumeRolePolicyDocument: trust,
      Policies: [{ PolicyName: 'one', PolicyDocument: allow('sqs:*') }],
    },
    changed: {
      Policies: [{ PolicyName: 'two', PolicyDocument: allow('sqs:*') }],
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'],
    },
    replaced: { Path: '/other/' },
    named: { RoleName: 'own' },
  },
  {
    type: 'AWS::IAM::Policy',
    properties: { PolicyName: 'more', Roles: [{ Ref: 'GivenRole' }], PolicyDocument: allow('sqs:*') },
    changed: { PolicyName: 'less', PolicyDocument: allow('sqs:GetQueueUrl') },
    replaced: undefined,
  },
  {
    type: 'AWS::IAM::ManagedPolicy',
    properties: { PolicyDocument: allow('sqs:*'), Roles: [{ Ref: 'GivenRole' }] },
    changed: { PolicyDocument: allow('sqs:GetQueueUrl'), Roles: [] },
    replaced: { Description: 'what it is for' },
    named: { ManagedPolicyName: 'own' },
  },
  {
    type: 'AWS::IAM::InstanceProfile',
    properties: { Roles: [{ Ref: 'GivenRole' }] },
    changed: { Roles: [] },
    replaced: { Path: '/other/' },
    named: { InstanceProfileName: 'own' },
  },
  {
    type: 'AWS::KMS::Key',
    properties: {},
    changed: { KeyPolicy: allowService('events.amazonaws.com', 'kms:Decrypt', '*') },
    replaced: undefined,
  },
  {
    type: 'AWS::KMS::Alias',
    properties: { AliasName: 'alias/one', TargetKeyId: { Ref: 'GivenKey' } },
    changed: { TargetKeyId: `arn:aws:kms:${region}:${accountId}:key/other` },
    replaced: { AliasName: 'alias/two' },
  },
];

/** Documents, parameters and settings. */
export const systemsManagerExamples: readonly TypeExample[] = [
  {
    type: 'AWS::SSM::Document',
    properties: { Content: commands('one'), UpdateMethod: 'NewVersion' },
    changed: { Content: commands('two') },
    replaced: { Content: commands('three'), UpdateMethod: 'Replace' },
    named: { Name: 'own' },
  },
  {
    type: 'AWS::SSM::Parameter',
    properties: { Type: 'String', Value: 'one', Tags: { team: 'a' } },
    changed: { Value: 'two', Tags: { cost: 'b' } },
    replaced: { Name: '/other' },
    named: { Name: '/own' },
  },
  {
    type: 'AWS::SSM::PatchBaseline',
    properties: { Name: 'one', OperatingSystem: 'UBUNTU', PatchGroups: ['web'], Description: 'one' },
    changed: { Name: 'two', PatchGroups: ['web', 'mail'] },
    replaced: { OperatingSystem: 'DEBIAN' },
  },
  {
    type: 'AWS::SSM::ServiceSetting',
    properties: {
      SettingId: '/ssm/managed-instance/default-ec2-instance-management-role',
      SettingValue: 'service-role/One',
    },
    changed: { SettingValue: 'service-role/Two' },
    replaced: undefined,
  },
];

/** Types without state. */
export const declaredExamples: readonly TypeExample[] = [
  {
    type: 'AWS::S3::Bucket',
    properties: {},
    changed: { Tags: [{ Key: 'a', Value: 'b' }] },
    replaced: { ObjectLockEnabled: true },
    named: { BucketName: 'own' },
  },
  {
    type: 'AWS::S3::BucketPolicy',
    properties: { Bucket: 'one', PolicyDocument: allow('s3:GetObject') },
    changed: { PolicyDocument: allow('s3:PutObject') },
    replaced: { Bucket: 'two' },
  },
  {
    type: 'AWS::Logs::ResourcePolicy',
    properties: { PolicyDocument: 'one' },
    changed: { PolicyDocument: 'two' },
    replaced: { PolicyName: 'other' },
    named: { PolicyName: 'own' },
  },
  {
    type: 'AWS::CDK::Metadata',
    properties: { Analytics: 'a' },
    changed: { Analytics: 'b' },
    replaced: undefined,
  },
];
