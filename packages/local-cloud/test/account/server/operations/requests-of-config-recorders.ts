import { nothing, recording, roleARN, type, without, withRecorder } from './given-config.ts';
import type { ServiceRequests } from './requests.ts';

const named = { ConfigurationRecorderName: 'default' };
const noRecorder = { ConfigurationRecorderName: 'none' };
const recorder = (more: object = {}) => ({
  ConfigurationRecorder: { name: 'default', roleARN, ...more },
});
const recordingGroup = (more: object) => recorder({ recordingGroup: more });
const channel = (more: object = {}) => ({
  DeliveryChannel: { name: 'default', s3BucketName: 'history', ...more },
});

/** The requests about the recorder and the channel of AWS Config. */
export const ofRecorders: ServiceRequests['operations'] = {
  PutConfigurationRecorder: {
    answers: [
      (world) => {
        nothing(world);
        const override = { resourceTypes: [type], recordingFrequency: 'CONTINUOUS', description: 'all' };
        return recorder({
          recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
          recordingMode: { recordingFrequency: 'CONTINUOUS', recordingModeOverrides: [override] },
        });
      },
      recordingGroup({
        resourceTypes: [type],
        recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' },
      }),
      recordingGroup({
        exclusionByResourceTypes: { resourceTypes: [type] },
        recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
      }),
    ],
    refusals: {
      MaxNumberOfConfigurationRecordersExceededException: withRecorder(recorder({ name: 'other' })),
      ValidationException: recordingGroup({ resourceTypes: ['AWS::None::Thing'] }),
      InvalidConfigurationRecorderNameException: recorder({ name: 'AWSConfigurationRecorderForX' }),
      InvalidRoleException: recorder({ roleARN: '' }),
      InvalidRecordingGroupException: recordingGroup({ allSupported: true, resourceTypes: [type] }),
    },
  },
  DescribeConfigurationRecorders: {
    answers: [withRecorder({ ConfigurationRecorderNames: ['default'] }), without({})],
    refusals: {
      NoSuchConfigurationRecorderException: { ConfigurationRecorderNames: ['none'] },
      ValidationException: { ConfigurationRecorderNames: ['one', 'two'] },
    },
  },
  DescribeConfigurationRecorderStatus: {
    answers: [
      withRecorder({ ConfigurationRecorderNames: ['default'] }),
      (world) => {
        recording(world);
        const { recorders } = world.cloud.config;
        recorders.start(recorders.find('default'));
        recorders.stop(recorders.find('default'));
        return {};
      },
    ],
    refusals: {
      NoSuchConfigurationRecorderException: { ConfigurationRecorderNames: ['none'] },
      ValidationException: { ConfigurationRecorderNames: ['one', 'two'] },
    },
  },
  StartConfigurationRecorder: {
    answers: [withRecorder(named)],
    refusals: {
      NoSuchConfigurationRecorderException: noRecorder,
      NoAvailableDeliveryChannelException: (world) => {
        recording(world);
        world.cloud.config.recorders.removeChannel('default');
        return named;
      },
    },
  },
  StopConfigurationRecorder: {
    answers: [withRecorder(named)],
    refusals: { NoSuchConfigurationRecorderException: noRecorder },
  },
  DeleteConfigurationRecorder: {
    answers: [withRecorder(named)],
    refusals: { NoSuchConfigurationRecorderException: noRecorder },
  },
  PutDeliveryChannel: {
    answers: [
      (world) => {
        nothing(world);
        recording(world);
        return channel({
          ...{ s3KeyPrefix: 'config', s3KmsKeyArn: 'arn:aws:kms:eu-west-1:000000000000:key/one' },
          configSnapshotDeliveryProperties: { deliveryFrequency: 'Six_Hours' },
        });
      },
    ],
    refusals: {
      MaxNumberOfDeliveryChannelsExceededException: withRecorder(channel({ name: 'other' })),
      NoAvailableConfigurationRecorderException: without(channel()),
      NoSuchBucketException: channel({ s3BucketName: '' }),
      InvalidS3KeyPrefixException: channel({ s3KeyPrefix: '' }),
      InvalidS3KmsKeyArnException: channel({ s3KmsKeyArn: 'one' }),
    },
    never: {
      InvalidDeliveryChannelNameException: 'a name of no characters breaks a bound of the model',
      InvalidSNSTopicARNException: 'a topic is not emulated',
      InsufficientDeliveryPolicyException: 'buckets have no policies here',
    },
  },
  DescribeDeliveryChannels: {
    answers: [withRecorder({ DeliveryChannelNames: ['default'] }), without({})],
    refusals: { NoSuchDeliveryChannelException: { DeliveryChannelNames: ['none'] } },
  },
  DeleteDeliveryChannel: {
    answers: [
      (world) => {
        nothing(world);
        recording(world);
        return { DeliveryChannelName: 'default' };
      },
    ],
    refusals: {
      NoSuchDeliveryChannelException: { DeliveryChannelName: 'none' },
      LastDeliveryChannelDeleteFailedException: (world) => {
        recording(world);
        const { recorders } = world.cloud.config;
        recorders.start(recorders.find('default'));
        return { DeliveryChannelName: 'default' };
      },
    },
  },
};
