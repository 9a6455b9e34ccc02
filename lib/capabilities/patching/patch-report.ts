import { Aws, Duration } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { patchReportSettings } from '../../../lambdas/patch-report/patch-report-settings.ts';
import { patchReportPrefix } from '../../../lambdas/shared/runtime/contract.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { bucketOf } from '../../constructs/bucket-of.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';

/**
 * How often a report is written, how long it is kept, under which names it is found, and who hears when it is
 * missing.
 */
export interface PatchReportProps {
  readonly prefix: string;
  readonly parameterPath: string;
  /** The name of a bucket that exists. @default one is made */
  readonly bucket?: string | undefined;
  readonly everyDays: number;
  readonly outdatedAfterDays: number;
  readonly retentionDays: number;
  readonly logRetentionDays: number;
  readonly alarmEmails: readonly string[];
}

/**
 * The next report makes up for a missing one, and Lambda tries each three times. Two in a row are no
 * coincidence.
 */
const missedCallsMax = 2;

/**
 * The bucket of the reports, the function that writes them, its schedule, and its alarm. The name of the
 * bucket is in `<parameterPath>/patching/report-bucket`, the ARN of the alarm's topic in
 * `<parameterPath>/patching/alarm-topic-arn`.
 */
export class PatchReport extends Construct {
  constructor(scope: Construct, id: string, props: PatchReportProps) {
    super(scope, id);
    const bucket = bucketOf(this, 'Bucket', { existing: props.bucket, retentionDays: props.retentionDays });
    new StringParameter(this, 'BucketName', {
      parameterName: `${props.parameterPath}/patching/report-bucket`,
      stringValue: bucket.bucketName,
    });
    const reports = bucket.arnForObjects(`${patchReportPrefix}/*`);
    // The default baselines of AWS are in accounts of AWS.
    const baselines = `arn:${Aws.PARTITION}:ssm:${Aws.REGION}:*:patchbaseline/*`;
    const writer = new MusterFunction(this, 'Writer', {
      bundle: 'patch-report',
      description: 'Muster: writes which instances are compliant with their patch baseline.',
      timeoutSeconds: 300,
      memoryMegabytes: 1024,
      logRetentionDays: props.logRetentionDays,
      environment: environmentOf(this, patchReportSettings, { ...props, reportBucket: bucket.bucketName }),
      permissions: [
        {
          actions: [
            'ec2:DescribeInstances',
            'ec2:DescribeInstanceStatus',
            'ssm:DescribeInstanceInformation',
            'ssm:DescribeInstancePatchStates',
          ],
          resources: ['*'],
        },
        { actions: ['ssm:GetPatchBaseline'], resources: [baselines] },
        { actions: ['s3:PutObject'], resources: [reports] },
      ],
    });
    acknowledgeWildcards(writer, ['*'], 'These describe actions take no resource.');
    acknowledgeWildcards(
      writer,
      [baselines],
      'A node says which baseline it was scanned with, and any can be.',
    );
    acknowledgeWildcards(writer, [reports], 'The name of a report holds its day.');
    const schedule = new FunctionSchedule(this, 'Schedule', {
      description: 'Muster: writes which instances are compliant with their patch baseline.',
      function: writer.function,
      period: Duration.days(props.everyDays),
    });
    const alarms = new AlarmTopic(this, 'Alarms', {
      prefix: props.prefix,
      capability: 'Patching',
      emails: props.alarmEmails,
    });
    alarms.watchSchedule(schedule, missedCallsMax, {
      condition: 'ReportsMissed',
      sentence: 'The patch report was not written.',
    });
    new StringParameter(this, 'AlarmTopicArn', {
      parameterName: `${props.parameterPath}/patching/alarm-topic-arn`,
      stringValue: alarms.topic.topicArn,
    });
  }
}
