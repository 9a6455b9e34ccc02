import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import {
  acknowledgeDiagnosis,
  diagnosisPermissions,
  duePermission,
  type OnboardingGround,
  onboardingAccess,
} from './onboarding-access.ts';

/** What the recheck works on, and who hears of it when it does not. */
export interface RecheckFunctionProps extends OnboardingGround {
  readonly alarms: AlarmTopic;
}

/** Long enough for a few thousand entries; what is left is due at the next call. */
const timeoutSeconds = 120;

/** A call may time out once and again in a burst or while AWS throttles; three in a row are no coincidence. */
const missedCallsMax = 3;

/** The function that looks again at what is due, and its schedule. What a call leaves is still due at the next. */
export class RecheckFunction extends Construct {
  constructor(scope: Construct, id: string, props: RecheckFunctionProps) {
    super(scope, id);
    const { settings, roster, alarms } = props;
    const { environment, permissions, acknowledge } = onboardingAccess(this, props);
    const recheck = new MusterFunction(this, 'Recheck', {
      capability: 'recheck',
      description:
        'Muster: looks again at instances that wait, claims that ran out, commands that are silent.',
      timeoutSeconds,
      memoryMegabytes: 1024,
      logRetentionDays: settings.retention.logDays,
      environment,
      permissions: [
        ...permissions,
        duePermission(roster),
        ...diagnosisPermissions(this),
        { actions: ['ssm:ListCommandInvocations'], resources: ['*'] },
      ],
    });
    acknowledge(recheck);
    acknowledgeDiagnosis(recheck);
    const schedule = new FunctionSchedule(this, 'Schedule', {
      description: 'Muster: how often entries that are due are looked at again.',
      function: recheck.function,
      period: Duration.minutes(settings.recheckMinutes),
    });
    alarms.watchSchedule(schedule, missedCallsMax, {
      capability: 'Onboarding',
      condition: 'RechecksMissed',
      sentence: 'Three rechecks in a row failed, or were not called.',
    });
  }
}
