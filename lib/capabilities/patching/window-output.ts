import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type CfnMaintenanceWindowTask, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { bucketOf } from '../../constructs/bucket-of.ts';
import { handOut } from '../../constructs/kept.ts';

/** The beginning of the names, and how long output is kept. */
export interface WindowOutputProps {
  readonly prefix: string;
  readonly parameterPath: string;
  /** The name of a bucket that exists. @default one is made */
  readonly bucket?: string | undefined;
  readonly retentionDays: number;
  readonly logRetentionDays: number;
}

/** The part of a Run Command task that says where its output goes. */
export type OutputParameters = Pick<
  CfnMaintenanceWindowTask.MaintenanceWindowRunCommandParametersProperty,
  'outputS3BucketName' | 'outputS3KeyPrefix' | 'cloudWatchOutputConfig'
>;

/**
 * Where the commands of the windows write their output: a bucket, under `windows/<window>/<task>`, and a log
 * group for each task, `<prefix>/patching/<window>/<task>`. The agent writes it, with the role of its
 * instance. The policy for such roles is made here; its ARN is in
 * `<parameterPath>/patching/output-policy-arn`. Without the policy a command still succeeds, but its output
 * is cut.
 */
export class WindowOutput extends Construct {
  readonly bucketArn: string;
  readonly #props: WindowOutputProps;
  readonly #bucketName: string;

  constructor(scope: Construct, id: string, props: WindowOutputProps) {
    super(scope, id);
    const bucket = bucketOf(this, 'Bucket', { existing: props.bucket, retentionDays: props.retentionDays });
    const objects = bucket.arnForObjects('windows/*');
    this.#props = props;
    this.bucketArn = bucket.bucketArn;
    this.#bucketName = bucket.bucketName;
    const { partition, region, account } = Stack.of(this);
    // One pattern for all windows. Naming each log group would make the policy longer than IAM accepts.
    const logGroups = `arn:${partition}:logs:${region}:${account}:log-group:${props.prefix}/patching/*`;
    const instances = new ManagedPolicy(this, 'InstancePolicy', {
      description: 'Lets the agent of an instance write what the commands of maintenance windows print.',
      statements: [
        new PolicyStatement({ actions: ['s3:PutObject'], resources: [objects] }),
        new PolicyStatement({ actions: ['s3:GetEncryptionConfiguration'], resources: [bucket.bucketArn] }),
        new PolicyStatement({ actions: ['logs:DescribeLogGroups'], resources: ['*'] }),
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
          resources: [logGroups],
        }),
      ],
    });
    acknowledgeWildcards(this, ['*'], 'DescribeLogGroups takes no log group.');
    acknowledgeWildcards(this, [logGroups], 'The log groups of the windows, and of nothing else.');
    acknowledgeWildcards(this, [objects], 'The objects are named by commands and instances.');
    handOut(instances);
    new StringParameter(this, 'InstancePolicyArn', {
      parameterName: `${props.parameterPath}/patching/output-policy-arn`,
      stringValue: instances.managedPolicyArn,
    });
  }

  /** Where a task of a window writes. */
  parametersOf(window: string, task: string): OutputParameters {
    const { prefix, logRetentionDays } = this.#props;
    const logGroup = new LogGroup(this, `${window}-${task}`, {
      logGroupName: `${prefix}/patching/${window}/${task}`,
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return {
      outputS3BucketName: this.#bucketName,
      outputS3KeyPrefix: `windows/${window}/${task}`,
      cloudWatchOutputConfig: {
        cloudWatchOutputEnabled: true,
        cloudWatchLogGroupName: logGroup.logGroupName,
      },
    };
  }
}
