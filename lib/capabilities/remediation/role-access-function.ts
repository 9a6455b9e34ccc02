import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { roleAccessSettings } from '../../../lambdas/role-access/role-access-settings.ts';
import { recordTags } from '../../../lambdas/shared/domain/role-records.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { allowGrant, type RunbookGrant } from './runbook-grant.ts';

/** What the function gives to roles, and what protects a role from it. */
export interface RoleAccessProps {
  readonly policyArn: string;
  /** The key of a tag. */
  readonly protectedTag: string;
  readonly logRetentionDays: number;
}

/** Automation waits 5 minutes for a function. It ends before, so that the step has its answer or its error. */
const timeoutSeconds = 280;

/**
 * The function of the runbooks that give roles the policy of Muster. It may give no other policy, and none to a role that
 * the tag protects. It may take the policy only from roles with a record of it, and write no other tags than the records.
 */
export class RoleAccessFunction extends Construct {
  readonly functionArn: string;

  constructor(scope: Construct, id: string, props: RoleAccessProps) {
    super(scope, id);
    const made = new MusterFunction(this, 'RoleAccess', {
      bundle: 'role-access',
      description: 'Muster: gives roles the policy that instances need, and takes it away.',
      timeoutSeconds,
      logRetentionDays: props.logRetentionDays,
      environment: environmentOf(this, roleAccessSettings, props),
      permissions: [],
    });
    for (const grant of [...readGrants(this), ...writeGrants(this, props)])
      allowGrant(made, made.role, grant);
    this.functionArn = made.function.functionArn;
  }
}

function readGrants(scope: Construct): RunbookGrant[] {
  const { partition, account } = Stack.of(scope);
  const iam = `arn:${partition}:iam::${account}`;
  return [
    {
      actions: ['ec2:DescribeInstances', 'iam:GetAccountAuthorizationDetails'],
      resources: ['*'],
      reason: 'These actions take no resource.',
    },
    {
      actions: ['iam:GetInstanceProfile'],
      resources: [`${iam}:instance-profile/*`],
      reason: 'An instance has any instance profile.',
    },
    {
      actions: ['iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:ListInstanceProfilesForRole'],
      resources: [`${iam}:role/*`],
      reason: 'An instance profile has any role.',
    },
  ];
}

function writeGrants(scope: Construct, { policyArn, protectedTag }: RoleAccessProps): RunbookGrant[] {
  const { partition, account } = Stack.of(scope);
  const onRoles = {
    resources: [`arn:${partition}:iam::${account}:role/*`],
    reason: 'Any role of an instance may be given the policy, unless a tag protects it.',
  };
  const ourPolicy = { ArnEquals: { 'iam:PolicyARN': policyArn } };
  const isOpen = { [`aws:ResourceTag/${protectedTag}`]: 'true' };
  const ourTags = { 'ForAllValues:StringEquals': { 'aws:TagKeys': Object.values(recordTags) } };
  const hasTags = { 'aws:TagKeys': 'false' };
  const detaching = Object.values(recordTags).map((tag) => ({
    ...{ ...onRoles, actions: ['iam:DetachRolePolicy'] },
    conditions: { ...ourPolicy, StringEquals: { [`aws:ResourceTag/${tag}`]: policyArn } },
  }));
  return [
    { ...onRoles, actions: ['iam:AttachRolePolicy'], conditions: { ...ourPolicy, Null: isOpen } },
    { ...onRoles, actions: ['iam:TagRole'], conditions: { ...ourTags, Null: { ...hasTags, ...isOpen } } },
    { ...onRoles, actions: ['iam:UntagRole'], conditions: { ...ourTags, Null: hasTags } },
    ...detaching,
  ];
}
