import { Stack, Validations } from 'aws-cdk-lib';
import { CfnConfigurationRecorder, CfnDeliveryChannel } from 'aws-cdk-lib/aws-config';
import { ManagedPolicy, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../../constructs/acknowledged-findings.ts';
import { bucketOf, type UsedBucket } from '../../../constructs/bucket-of.ts';
import { serviceHere } from '../../../constructs/service-here.ts';

/** What is recorded. */
export interface ConfigurationRecorderProps {
  readonly prefix: string;
  /** The name of a bucket that exists. @default one is made */
  readonly existing?: string | undefined;
  readonly resourceTypes: readonly string[];
}

/** The policy of AWS for what AWS Config reads. It has no narrower form, because it names each type of resource. */
const awsPolicy = 'service-role/AWS_ConfigRole';

/**
 * A recorder of these types of resources alone, and the bucket that AWS Config delivers to. An account and region has one
 * recorder: where there is one already, CloudFormation refuses this.
 */
export class ConfigurationRecorder extends Construct {
  constructor(scope: Construct, id: string, { prefix, existing, resourceTypes }: ConfigurationRecorderProps) {
    super(scope, id);
    const bucket = bucketOf(this, 'Bucket', { existing });
    const role = this.#createRole(bucket);
    new CfnConfigurationRecorder(this, 'Recorder', {
      name: `${prefix}-recorder`,
      roleArn: role.roleArn,
      recordingGroup: { allSupported: false, resourceTypes: [...resourceTypes] },
    });
    const channel = new CfnDeliveryChannel(this, 'Channel', {
      name: `${prefix}-channel`,
      s3BucketName: bucket.bucketName,
    });
    channel.node.addDependency(role);
  }

  #createRole(bucket: UsedBucket): Role {
    const role = new Role(this, 'Role', {
      description: 'Lets AWS Config read what it records.',
      assumedBy: serviceHere(this, 'config', '*'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(awsPolicy)],
    });
    const written = bucket.arnForObjects(`AWSLogs/${Stack.of(this).account}/Config/*`);
    role.addToPolicy(new PolicyStatement({ actions: ['s3:GetBucketAcl'], resources: [bucket.bucketArn] }));
    role.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: [written] }));
    acknowledgeWildcards(role, [written], 'AWS Config makes the names of what it delivers.');
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${awsPolicy}]`,
      reason: 'AWS keeps the policy in step with what AWS Config reads.',
    });
    return role;
  }
}
