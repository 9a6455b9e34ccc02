import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { kept } from './kept.ts';

/** What a bucket holds, and for how long. */
export interface PrivateBucketProps {
  /** The name, if somebody else must type it. @default CloudFormation makes one up */
  readonly name?: string;
  /** Objects are deleted after this many days. @default never */
  readonly retentionDays?: number;
  /** Encrypts with this key. @default a key of S3 */
  readonly key?: IKey;
}

/**
 * A bucket that nobody outside the account can see: encrypted, over TLS only, without ACLs. Deleting the
 * stack does not delete the bucket, because its content was written on somebody's behalf.
 */
export class PrivateBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { name, retentionDays, key }: PrivateBucketProps = {}) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      ...(name === undefined ? {} : { bucketName: name }),
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: key === undefined ? BucketEncryption.S3_MANAGED : BucketEncryption.KMS,
      ...(key === undefined ? {} : { encryptionKey: key, bucketKeyEnabled: true }),
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: kept,
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(7),
          ...(retentionDays === undefined ? {} : { expiration: Duration.days(retentionDays) }),
        },
      ],
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Data events of CloudTrail tell who read what; access logs would need a bucket that logs to itself.',
    });
  }
}
