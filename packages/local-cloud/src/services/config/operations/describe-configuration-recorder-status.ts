import type {
  DescribeConfigurationRecorderStatusRequest,
  DescribeConfigurationRecorderStatusResponse,
} from '@aws-sdk/client-config-service';
import type { Operation } from '../../../core/service.ts';
import type { ConfigWorld } from '../config-world.ts';
import type { Recorder } from '../recording/recorder-store.ts';
import { selectRecorders, toReadRecorders } from '../recording/select-recorder.ts';

/** DescribeConfigurationRecorderStatus. What a recorder delivers always arrives. */
export function describeConfigurationRecorderStatus(
  world: ConfigWorld,
): Operation<DescribeConfigurationRecorderStatusRequest, DescribeConfigurationRecorderStatusResponse> {
  return {
    authorize: (input) => toReadRecorders(world, 'config:DescribeConfigurationRecorderStatus', input),
    run: (input) => ({
      ConfigurationRecordersStatus: selectRecorders(world, 'DescribeConfigurationRecorderStatus', input).map(
        ({ arn, name, isRecording: recording, startedMs, stoppedMs }: Recorder) => ({
          ...{ arn, name, recording },
          ...(startedMs === undefined
            ? {}
            : {
                lastStartTime: new Date(startedMs),
                lastStatus: 'Success',
                ...changedAt(startedMs, stoppedMs),
              }),
          ...(stoppedMs === undefined ? {} : { lastStopTime: new Date(stoppedMs) }),
        }),
      ),
    }),
  };
}

function changedAt(startedMs: number, stoppedMs = startedMs): { lastStatusChangeTime: Date } {
  return { lastStatusChangeTime: new Date(Math.max(startedMs, stoppedMs)) };
}
