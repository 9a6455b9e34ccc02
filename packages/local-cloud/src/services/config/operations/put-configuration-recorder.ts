import type { PutConfigurationRecorderRequest } from '@aws-sdk/client-config-service';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { type ConfigWorld, recorderArn } from '../config-world.ts';
import { readRecordingGroup, readRecordingMode } from '../recording/recording-group.ts';

const notEmulated = [
  ...(['arn', 'recordingScope', 'servicePrincipal'] as const),
  ...(['connectorArn', 'scopeConfiguration'] as const),
];

/** PutConfigurationRecorder: the only recorder of the account. Without a name it is `default`. */
export function putConfigurationRecorder(
  world: ConfigWorld,
): Operation<PutConfigurationRecorderRequest, object> {
  return {
    authorize: ({ ConfigurationRecorder: { name = 'default' } = {} }) => [
      { action: 'config:PutConfigurationRecorder', resource: recorderArn(world, name) },
    ],
    run(input) {
      refuseMembers('PutConfigurationRecorder', input, ['Tags']);
      const given = input.ConfigurationRecorder ?? {};
      refuseMembers('PutConfigurationRecorder', given, notEmulated);
      const { name = 'default', roleARN: roleArn = '' } = given;
      if (name.startsWith('AWSConfigurationRecorderFor'))
        throw new ServiceError(
          'InvalidConfigurationRecorderNameException',
          `The configuration recorder name '${name}' is not valid: its prefix is reserved for service-linked recorders.`,
        );
      if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(roleArn))
        throw new ServiceError('InvalidRoleException', `The role ARN '${roleArn}' is not valid.`);
      const mode = readRecordingMode(given.recordingMode);
      world.recorders.put({ name, roleArn, mode, group: readRecordingGroup(given.recordingGroup) });
      return {};
    },
  };
}
