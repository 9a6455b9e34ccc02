import type {
  DescribeConfigurationRecordersRequest,
  DescribeConfigurationRecordersResponse,
} from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';
import { renderRecordingGroup } from '../recording/recording-group.ts';
import { selectRecorders, toReadRecorders } from '../recording/select-recorder.ts';

/** DescribeConfigurationRecorders. */
export function describeConfigurationRecorders(
  world: ConfigWorld,
): Operation<DescribeConfigurationRecordersRequest, DescribeConfigurationRecordersResponse> {
  return {
    authorize: (input) => toReadRecorders(world, 'config:DescribeConfigurationRecorders', input),
    run: (input) => ({
      ConfigurationRecorders: selectRecorders(world, 'DescribeConfigurationRecorders', input).map(
        ({ arn, name, roleArn, group, mode }) => ({
          ...{ arn, name, roleARN: roleArn, recordingGroup: renderRecordingGroup(group) },
          recordingMode: mode,
          recordingScope: 'PAID',
        }),
      ),
    }),
  };
}
