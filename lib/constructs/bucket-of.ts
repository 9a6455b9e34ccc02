import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { PrivateBucket, type PrivateBucketProps } from './private-bucket.ts';

/** What the stacks need of a bucket. */
export type UsedBucket = Pick<IBucket, 'bucketName' | 'bucketArn' | 'arnForObjects'>;

/** The bucket to use, or how to make one. */
export interface BucketOfProps extends PrivateBucketProps {
  /** The name of a bucket that exists. @default a new one is made */
  readonly existing?: string | undefined;
}

/**
 * The bucket of that name, or else a new private one. A bucket that exists stays as it is: its encryption, its retention and
 * its policy are those of its owner.
 */
export function bucketOf(scope: Construct, id: string, { existing, ...props }: BucketOfProps): UsedBucket {
  if (existing !== undefined) return Bucket.fromBucketName(scope, `Existing${id}`, existing);
  return new PrivateBucket(scope, id, props).bucket;
}
