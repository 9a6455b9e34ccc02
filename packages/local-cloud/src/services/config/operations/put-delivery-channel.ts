import type { PutDeliveryChannelRequest } from '@aws-sdk/client-config-service';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';

/** PutDeliveryChannel: the only channel of the account. Nothing is delivered to its bucket. */
export function putDeliveryChannel({ recorders }: ConfigWorld): Operation<PutDeliveryChannelRequest, object> {
  return {
    authorize: () => [{ action: 'config:PutDeliveryChannel', resource: '*' }],
    run({ DeliveryChannel: given = {} }) {
      refuseMembers('PutDeliveryChannel', given, ['snsTopicARN']);
      const { name = 'default', s3BucketName = '', s3KeyPrefix, s3KmsKeyArn } = given;
      const { deliveryFrequency } = given.configSnapshotDeliveryProperties ?? {};
      if (s3BucketName === '')
        throw new ServiceError('NoSuchBucketException', 'Cannot find a S3 bucket with an empty bucket name.');
      if (s3KeyPrefix === '')
        throw new ServiceError(
          'InvalidS3KeyPrefixException',
          "The s3 key prefix '' is not valid, empty s3 key prefix.",
        );
      if (s3KmsKeyArn !== undefined && !/^arn:[\w-]+:kms:/.test(s3KmsKeyArn))
        throw new ServiceError('InvalidS3KmsKeyArnException', `The key ARN '${s3KmsKeyArn}' is not valid.`);
      recorders.putChannel({
        ...{ name, s3BucketName },
        ...(s3KeyPrefix === undefined ? {} : { s3KeyPrefix }),
        ...(s3KmsKeyArn === undefined ? {} : { s3KmsKeyArn }),
        ...(deliveryFrequency === undefined
          ? {}
          : { configSnapshotDeliveryProperties: { deliveryFrequency } }),
      });
      return {};
    },
  };
}
