import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { FunctionSchedule } from '../function-schedule.ts';
import { MusterFunction } from '../muster-function.ts';
import {
  acknowledgeDiagnosis,
  diagnosisPermissions,
  duePermission,
  type OnboardingGround,
  onboardingAccess,
} from './onboarding-access.ts';

/** Long enough for a few thousand entries; what is left is due at the next call. */
const timeoutSeconds = 120;

/** The function that looks again at what is due, and its schedule. What a call leaves is still due at the next. */
export class RecheckFunction extends Construct {
  constructor(scope: Construct, id: string, props: OnboardingGround) {
    super(scope, id);
    const { settings, roster } = props;
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
    new FunctionSchedule(this, 'Schedule', {
      description: 'Muster: how often entries that are due are looked at again.',
      function: recheck.function,
      period: Duration.minutes(settings.recheckMinutes),
    });
  }
}
