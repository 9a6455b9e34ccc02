import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { recheckSettings } from '../../../lambdas/recheck/recheck-settings.ts';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import type { WatchedQueue } from '../../constructs/watched-queue.ts';
import { grantDiagnosis } from './grant-diagnosis.ts';
import { createOnboardingFunction, type OnboardingGround } from './onboarding-function.ts';
import { deployVerification } from './profiles.ts';

/** What the recheck works with, and who hears when it fails. */
export interface RecheckFunctionProps extends OnboardingGround {
  /** Launches come before roll-outs: the recheck looks whether some wait. */
  readonly launchQueue: WatchedQueue;
  /** The documents that can verify what they installed: see `CommandDocuments`. */
  readonly verifiable: readonly string[];
  readonly alarms: AlarmTopic;
}

/** A call may time out now and then, in a burst or while AWS throttles. Three in a row are no coincidence. */
const missedCallsMax = 3;

/**
 * The function that looks again at what is due, and its schedule. What one call leaves is still due at the
 * next.
 */
export class RecheckFunction extends Construct {
  constructor(scope: Construct, id: string, props: RecheckFunctionProps) {
    super(scope, id);
    const { settings, roster, launchQueue, verifiable, alarms } = props;
    const recheck = createOnboardingFunction(this, 'Recheck', props, {
      bundle: 'recheck',
      description:
        'Muster: looks again at instances that wait, claims that ran out, commands that are silent; advances roll-outs; verifies.',
      environment: environmentOf(this, recheckSettings, {
        launchQueueUrl: launchQueue.queue.queueUrl,
        verification: deployVerification(settings, verifiable),
      }),
    });
    roster.grantDue(recheck);
    roster.grantFirstPulse(recheck);
    // A roll-out may adopt instances that have no entry.
    roster.grantOpen(recheck);
    // Roll-outs, and the entries of their members; the entries of who is verified.
    roster.grantRead(recheck);
    grantDiagnosis(recheck);
    recheck.allow(['ssm:ListCommandInvocations'], ['*']);
    // The alarms that stop a roll-out, of whatever name.
    recheck.allow(['cloudwatch:DescribeAlarms'], ['*']);
    recheck.allow(['sqs:GetQueueAttributes'], [launchQueue.queue.queueArn]);
    const schedule = new FunctionSchedule(this, 'Schedule', {
      description: 'Muster: how often entries that are due are looked at again.',
      function: recheck.function,
      period: Duration.minutes(settings.recheckMinutes),
    });
    alarms.watchSchedule(schedule, missedCallsMax, {
      condition: 'RechecksMissed',
      sentence: 'Three rechecks in a row failed, or were not called.',
    });
  }
}
