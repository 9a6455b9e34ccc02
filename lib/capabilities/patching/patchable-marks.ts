import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { markPatchableSettings } from '../../../lambdas/mark-patchable/mark-patchable-settings.ts';
import { patchableTag } from '../../../lambdas/shared/domain/patching.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import type { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { allowNodeTagging, outsideArnPrefix, watchUnmarked } from '../../constructs/node-tagging.ts';

/** The beginning of the tag's key, where alarms go, and how long the log is kept. */
export interface PatchableMarksProps {
  readonly prefix: string;
  readonly alarms: AlarmTopic;
  readonly logRetentionDays: number;
}

/** The windows call it too, so one missed call does no harm. */
const missedCallsMax = 2;

/**
 * The function that marks the nodes on which windows may install, all but those of EMR (docs/decisions/0040). Windows
 * call it before they install. A schedule calls it once a day: then the marks are old when a window opens, and a function
 * that fails is noticed before.
 */
export class PatchableMarks extends Construct {
  /** The function that a window calls before it installs. */
  readonly functionArn: string;

  constructor(scope: Construct, id: string, { prefix, alarms, logRetentionDays }: PatchableMarksProps) {
    super(scope, id);
    const tag = patchableTag(prefix);
    const description = 'Muster: marks the nodes on which windows may install patches.';
    const marker = new MusterFunction(this, 'Marker', {
      ...{ bundle: 'mark-patchable', description, logRetentionDays },
      timeoutSeconds: 600,
      memoryMegabytes: 1024,
      environment: environmentOf(this, markPatchableSettings, {
        patchableTag: tag,
        nodeArnPrefix: outsideArnPrefix(this),
      }),
      permissions: [
        { actions: ['ec2:DescribeInstances', 'ssm:DescribeInstanceInformation'], resources: ['*'] },
      ],
    });
    acknowledgeWildcards(marker, ['*'], 'These describe actions take no resource.');
    allowNodeTagging(marker, {
      keys: [tag],
      removes: true,
      reason: 'Any node of the account may be patchable.',
    });
    this.functionArn = marker.function.functionArn;
    const schedule = new FunctionSchedule(this, 'Schedule', {
      ...{ description, function: marker.function, period: Duration.days(1) },
    });
    alarms.watchSchedule(schedule, missedCallsMax, {
      condition: 'MarkingMissed',
      sentence: 'The nodes on which windows may install patches were not marked.',
    });
    alarms.watchMetric(watchUnmarked('mark-patchable'), {
      condition: 'NodesUnmarked',
      sentence: 'Nodes could not be marked, so windows do not install patches on them.',
    });
  }
}
