import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { SweepScope } from '../../../lambdas/shared/runtime/contract.ts';
import { deployedVersions, sweepSettings } from '../../../lambdas/sweep/sweep-settings.ts';
import type { Settings } from '../../configuration/settings.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import type { WatchedQueue } from '../../constructs/watched-queue.ts';
import { watchDrifted } from './drifted-alarm.ts';
import { watchLeaseMargin } from './lease-margin-alarm.ts';
import { grantOutsideTags, type OutsideGround } from './outside-rights.ts';
import { deployExclusions, versionsByDocument } from './profiles.ts';
import type { Roster } from './roster-table.ts';

/** What the sweep compares, where it puts what it finds, and who hears when it fails. */
export interface SweepFunctionProps {
  readonly settings: Settings;
  readonly roster: Roster;
  readonly launchQueue: WatchedQueue;
  readonly alarms: AlarmTopic;
  /** The digest of what may be sent: see `configurationDigest`. */
  readonly configuration: string;
  /** The version of each document that this deployment made. */
  readonly versions: ReadonlyMap<string, string>;
  readonly outside: OutsideGround;
}

/**
 * A launch is on its way for the delay, the window and a retry. An instance without an entry after that was
 * lost.
 */
export const missingAfterSeconds = 30 * 60;

/** After an hour EC2 begins to forget what ended unseen. Muster can miss two sweeps, but not three. */
const missedCallsMax = 2;

/**
 * The function that finds what events missed and measures coverage, and its schedules. A question about
 * everybody costs Systems Manager a call for each 50 instances, so it is asked once a day.
 */
export class SweepFunction extends Construct {
  readonly sweep: MusterFunction;

  constructor(scope: Construct, id: string, props: SweepFunctionProps) {
    super(scope, id);
    const { settings, roster, launchQueue, alarms, configuration, versions, outside } = props;
    const sweep = new MusterFunction(this, 'Sweep', {
      bundle: 'sweep',
      description: 'Muster: compares the whole account with the roster, and measures coverage.',
      timeoutSeconds: 300,
      memoryMegabytes: 2048,
      logRetentionDays: settings.retention.logDays,
      environment: {
        ...environmentOf(this, sweepSettings, {
          profiles: settings.profiles.map(({ name, tags }) => ({ name, tags })),
          exclusions: deployExclusions(settings),
          configuration,
          rosterTable: roster.table.tableName,
          launchQueueUrl: launchQueue.queue.queueUrl,
          missingAfterSeconds,
          verifyEvery: settings.verification.every,
          outside,
        }),
        ...environmentOf(this, deployedVersions, {
          documentVersions: versionsByDocument(settings, versions),
        }),
      },
      permissions: [
        {
          actions: [
            ...['ec2:DescribeInstanceStatus', 'ec2:DescribeInstances', 'ec2:DescribeTags'],
            ...['ssm:DescribeInstanceInformation', 'ssm:ListCommands'],
          ],
          resources: ['*'],
        },
      ],
    });
    this.sweep = sweep;
    acknowledgeWildcards(sweep, ['*'], 'These describe and list actions take no resource.');
    grantOutsideTags(sweep, outside);
    roster.grantCensus(sweep);
    roster.grantRead(sweep);
    roster.grantPropose(sweep);
    launchQueue.grantSend(sweep);
    const schedule = (scheduleId: string, period: Duration, scope: SweepScope) =>
      new FunctionSchedule(this, scheduleId, {
        description: `Muster: compares the account with the roster; asks Systems Manager about: ${scope}.`,
        function: sweep.function,
        period,
        input: { scope },
      });
    // EC2 forgets a terminated instance after about an hour. A sweep must see it before that, even if two
    // sweeps do not come.
    const frequent = schedule('Frequent', Duration.minutes(20), 'unmanaged');
    schedule('Daily', Duration.days(1), 'all');
    alarms.watchSchedule(frequent, missedCallsMax, {
      condition: 'SweepsMissed',
      sentence: 'Two sweeps in a row failed, or were not called.',
    });
    alarms.watchMetric(watchLeaseMargin(), {
      condition: 'LeaseMarginUsed',
      sentence: 'Commands take effect or show so late that more than half of the margin is used.',
    });
    if (settings.verification.every !== 'never')
      alarms.watchMetric(watchDrifted(), {
        condition: 'InstancesDrifted',
        sentence: 'A verification found instances whose agent is not as it was installed.',
      });
  }
}
