import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { environmentVariables, rosterKeys } from '../../../lambdas/shared/runtime/contract.ts';
import type { Settings } from '../../configuration/config.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import type { MusterFunction, Permission } from '../../constructs/muster-function.ts';
import { profilesFor } from './profiles.ts';

/** What the functions that onboard work on. */
export interface OnboardingGround {
  readonly settings: Settings;
  readonly roster: Table;
  /** The version of each document that this deployment made. */
  readonly versions: ReadonlyMap<string, string>;
}

/** The environment and the permissions that onboarding takes, in whichever function it runs. */
export interface OnboardingAccess {
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly Permission[];
  /** Says beside the grants why their wildcards are as narrow as IAM allows. */
  acknowledge(onboarding: MusterFunction): void;
}

/** For how long one call may run. A batch of 1,000 launches takes some 10 seconds; the rest is for slow answers. */
export const onboardTimeoutSeconds = 120;

/**
 * How long a claim keeps others from sending. Longer than a call may run, so that a claim of a call that still runs
 * is never taken for a lost one, with room for a clock that is a little off and for a send that shows late.
 */
const claimLeaseSeconds = onboardTimeoutSeconds + 180;

/** For how long instances are looked at at every recheck. Agents that are only slow register within it. */
export const earlyLookSeconds = 30 * 60;

/** What onboarding takes: the settings in the environment, and the right to look, to claim, to send and to announce. */
export function onboardingAccess(scope: Construct, ground: OnboardingGround): OnboardingAccess {
  const { settings, roster, versions } = ground;
  const stack = Stack.of(scope);
  const { partition, region, account } = stack;
  const anyInstance = `arn:${partition}:ec2:${region}:${account}:instance/*`;
  const { profiles, documentVersions, documentArns } = profilesFor(stack, settings, versions);
  const lookTimes = {
    earlySeconds: earlyLookSeconds,
    lateStepSeconds: settings.lateRecheckMinutes * 60,
    horizonSeconds: settings.horizonMinutes * 60,
  };
  return {
    environment: {
      [environmentVariables.rosterTable]: roster.tableName,
      [environmentVariables.profiles]: JSON.stringify(profiles),
      [environmentVariables.exclusions]: JSON.stringify(settings.excludeTags),
      [environmentVariables.documentVersions]: stack.toJsonString(documentVersions),
      [environmentVariables.closedEntryDays]: String(settings.retention.closedEntryDays),
      [environmentVariables.claimLeaseSeconds]: String(claimLeaseSeconds),
      [environmentVariables.lookTimes]: JSON.stringify(lookTimes),
      [environmentVariables.attemptsMax]: String(settings.commandAttemptsMax),
    },
    permissions: [
      {
        actions: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation', 'ssm:ListCommands'],
        resources: ['*'],
      },
      { actions: ['ssm:SendCommand'], resources: documentArns },
      { actions: ['ssm:SendCommand'], resources: [anyInstance] },
      { actions: ['dynamodb:PartiQLUpdate'], resources: [roster.tableArn] },
      announcePermission(scope),
    ],
    acknowledge(onboarding) {
      acknowledgeWildcards(onboarding, ['*'], 'These describe and list actions take no resource.');
      acknowledgeWildcards(
        onboarding,
        [anyInstance],
        'Any instance of the account may launch; which document it gets is bounded by its own statement.',
      );
    },
  };
}

/** The right to tell of entries that come to rest. */
export function announcePermission(scope: Construct): Permission {
  const { partition, region, account } = Stack.of(scope);
  const bus = `arn:${partition}:events:${region}:${account}:event-bus/default`;
  return { actions: ['events:PutEvents'], resources: [bus] };
}

/** The right to look for entries and to make first ones, which only those need who hear of launches. */
export function launchEntryPermission(roster: Table): Permission {
  return { actions: ['dynamodb:BatchGetItem', 'dynamodb:PartiQLInsert'], resources: [roster.tableArn] };
}

/** The right to read what is due; the index has it whole. */
export function duePermission(roster: Table): Permission {
  return { actions: ['dynamodb:Query'], resources: [`${roster.tableArn}/index/${rosterKeys.dueIndex}`] };
}

/**
 * The right to find out why instances are not managed: their profiles, the policies of roles, the setting of Default
 * Host Management, and the networks. It reads and changes nothing.
 */
export function diagnosisPermissions(scope: Construct): readonly Permission[] {
  const { partition, region, account } = Stack.of(scope);
  const iam = `arn:${partition}:iam::${account}`;
  const setting = 'ssm/managed-instance/default-ec2-instance-management-role';
  return [
    {
      actions: ['ec2:DescribeRouteTables', 'ec2:DescribeSecurityGroups', 'ec2:DescribeVpcEndpoints'],
      resources: ['*'],
    },
    { actions: ['ec2:DescribeVpcAttribute'], resources: [`arn:${partition}:ec2:${region}:${account}:vpc/*`] },
    { actions: ['iam:GetInstanceProfile'], resources: [`${iam}:instance-profile/*`] },
    {
      actions: ['iam:GetRolePolicy', 'iam:ListAttachedRolePolicies', 'iam:ListRolePolicies'],
      resources: [`${iam}:role/*`],
    },
    {
      actions: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
      resources: [`${iam}:policy/*`, `arn:${partition}:iam::aws:policy/*`],
    },
    {
      actions: ['ssm:GetServiceSetting'],
      resources: [`arn:${partition}:ssm:${region}:${account}:servicesetting/${setting}`],
    },
  ];
}

/** Says beside the grants of `diagnosisPermissions` why their wildcards are as narrow as IAM allows. */
export function acknowledgeDiagnosis(diagnosing: MusterFunction): void {
  const resources = diagnosisPermissions(diagnosing).flatMap((permission) => permission.resources);
  const reason = 'Any of them may be what keeps an instance from being managed; they are only read.';
  acknowledgeWildcards(
    diagnosing,
    resources.filter((resource) => resource.endsWith('/*')),
    reason,
  );
}
