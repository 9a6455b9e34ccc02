import type { Construct } from 'constructs';
import { onboardSettings } from '../../../lambdas/onboard/onboard-settings.ts';
import { leaseMarginSeconds } from '../../../lambdas/shared/domain/roster/lease.ts';
import type { Settings } from '../../configuration/settings.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { MusterFunction, type MusterFunctionProps } from '../../constructs/muster-function.ts';
import { grantOutsideSend, grantOutsideTags, type OutsideGround } from './outside-rights.ts';
import {
  deployAgents,
  deployExclusions,
  deployProfiles,
  floorsByDocument,
  grantSend,
  versionsByDocument,
} from './profiles.ts';
import type { Roster } from './roster-table.ts';

/** What the functions that onboard work with. */
export interface OnboardingGround {
  readonly settings: Settings;
  readonly roster: Roster;
  /** The version of each document that this deployment made. */
  readonly versions: ReadonlyMap<string, string>;
  /** The least SSM agent of each document that needs one. */
  readonly floors: ReadonlyMap<string, string>;
  /** The digest of what may be sent: see `configurationDigest`. */
  readonly configuration: string;
  readonly outside: OutsideGround;
}

/**
 * How long one call may run. A batch of 1,000 launches takes about 10 seconds; the rest is for slow answers.
 */
export const onboardTimeoutSeconds = 120;

/**
 * How long a claim keeps others from sending: as long as a call may run, so that the claim of a running call never looks
 * lost, and the margin for what shows up late.
 */
const claimLeaseSeconds = onboardTimeoutSeconds + leaseMarginSeconds;

/** How long instances are looked at in every recheck. Agents that are only slow register within this time. */
export const earlyLookSeconds = 30 * 60;

/** The time between late looks when the configuration does not say it. A recheck looks, so it is no shorter than its period. */
const lateStepMinutesDefault = 15;

function lateStepMinutes({ lateRecheckMinutes, recheckMinutes }: Settings): number {
  return lateRecheckMinutes ?? Math.max(lateStepMinutesDefault, recheckMinutes);
}

/**
 * A function that onboards, whatever calls it. It has the settings of the onboarding, and the right to look,
 * move and send.
 */
export function createOnboardingFunction(
  scope: Construct,
  id: string,
  ground: OnboardingGround,
  props: Pick<MusterFunctionProps, 'bundle' | 'description' | 'environment'>,
): MusterFunction {
  const { settings, roster } = ground;
  const onboarding = new MusterFunction(scope, id, {
    ...props,
    timeoutSeconds: onboardTimeoutSeconds,
    memoryMegabytes: 1024,
    logRetentionDays: settings.retention.logDays,
    environment: { ...environmentFor(scope, ground), ...props.environment },
    permissions: [
      {
        actions: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation', 'ssm:ListCommands'],
        resources: ['*'],
      },
    ],
  });
  acknowledgeWildcards(onboarding, ['*'], 'These describe and list actions take no resource.');
  grantSend(onboarding, settings);
  grantOutsideSend(onboarding, ground.outside);
  grantOutsideTags(onboarding, ground.outside);
  roster.grantMove(onboarding);
  roster.grantPulse(onboarding);
  return onboarding;
}

function environmentFor(scope: Construct, ground: OnboardingGround) {
  const { settings, roster, versions, floors, configuration, outside } = ground;
  return environmentOf(scope, onboardSettings, {
    rosterTable: roster.table.tableName,
    profiles: deployProfiles(settings),
    agents: deployAgents(settings),
    exclusions: deployExclusions(settings),
    documentVersions: versionsByDocument(settings, versions),
    floors: floorsByDocument(settings, floors),
    configuration,
    closedEntryDays: settings.retention.closedEntryDays,
    claimLeaseSeconds,
    lookTimes: {
      earlySeconds: earlyLookSeconds,
      lateStepSeconds: lateStepMinutes(settings) * 60,
      horizonSeconds: settings.horizonMinutes * 60,
    },
    attemptsMax: settings.commandAttemptsMax,
    outside,
  });
}
