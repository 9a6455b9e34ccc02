import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnAssociation } from 'aws-cdk-lib/aws-ssm';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { bucketOf } from '../../constructs/bucket-of.ts';
import { handOut } from '../../constructs/kept.ts';

/** How long outputs are kept, and where the policy's ARN is written. */
export interface OutputBucketProps {
  /** The name of a bucket that exists. @default one is made */
  readonly existing?: string | undefined;
  readonly retentionDays: number;
  /** For example `/muster`: the parameter is `/muster/associations/output-policy-arn`. */
  readonly parameterPath: string;
}

/**
 * The bucket for the output of associations, and the policy that instances need to write there. The instance
 * itself writes, with its own role. Without the policy it still runs the association, but leaves no output.
 */
export class OutputBucket extends Construct {
  readonly #bucketName: string;

  constructor(scope: Construct, id: string, { existing, retentionDays, parameterPath }: OutputBucketProps) {
    super(scope, id);
    const bucket = bucketOf(this, 'Outputs', { existing, retentionDays });
    this.#bucketName = bucket.bucketName;
    const outputs = [bucket.arnForObjects('associations/*')];
    const policy = new ManagedPolicy(this, 'Policy', {
      description: 'Lets an instance write the output of associations.',
      statements: [
        new PolicyStatement({
          actions: ['s3:PutObject'],
          resources: outputs,
        }),
      ],
    });
    acknowledgeWildcards(
      policy,
      outputs,
      'The agent makes up the rest of the name: association, instance, run and step.',
    );
    handOut(policy);
    new StringParameter(this, 'PolicyArn', {
      parameterName: `${parameterPath}/associations/output-policy-arn`,
      stringValue: policy.managedPolicyArn,
    });
  }

  /** Where the outputs of one association go. Each has its own prefix. */
  locationFor(name: string): CfnAssociation.S3OutputLocationProperty {
    return {
      outputS3BucketName: this.#bucketName,
      outputS3KeyPrefix: `associations/${name}`,
      outputS3Region: Stack.of(this).region,
    };
  }
}
