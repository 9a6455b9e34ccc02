import type { SendCommandRequest } from '@aws-sdk/client-ssm';
import type { Validation } from '../../../core/validation.ts';

/** Where a command is to send its output. It is told again by every answer; nothing is sent. */
export interface CommandOutput {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly logGroup: string;
  readonly isLogged: boolean;
}

/** Most commands send nothing. They share one object. */
const nowhere: CommandOutput = { bucket: '', prefix: '', region: '', logGroup: '', isLogged: false };

/** Adds the constraints of the model on where the output goes. */
export function checkOutput(validation: Validation, input: SendCommandRequest): void {
  const { CloudWatchLogGroupName: group } = input.CloudWatchOutputConfig ?? {};
  const groupPath = 'cloudWatchOutputConfig.cloudWatchLogGroupName';
  validation
    .length(input.OutputS3Region, 'outputS3Region', [3, 20])
    .length(input.OutputS3BucketName, 'outputS3BucketName', [3, 63])
    .length(input.OutputS3KeyPrefix, 'outputS3KeyPrefix', [0, 500])
    .length(group, groupPath, [1, 512])
    .pattern(group, groupPath, /^[.\-_/#A-Za-z0-9]+$/);
}

/** Where a request wants the output to go. */
export function readOutput(input: SendCommandRequest): CommandOutput {
  const { OutputS3BucketName, OutputS3KeyPrefix, OutputS3Region, CloudWatchOutputConfig: logs } = input;
  if ((OutputS3BucketName ?? OutputS3KeyPrefix ?? OutputS3Region ?? logs) === undefined) return nowhere;
  return {
    bucket: OutputS3BucketName ?? '',
    prefix: OutputS3KeyPrefix ?? '',
    region: OutputS3Region ?? '',
    logGroup: logs?.CloudWatchLogGroupName ?? '',
    isLogged: logs?.CloudWatchOutputEnabled === true,
  };
}

/** The log group, as answers have it. */
export function renderLogs({ logGroup, isLogged }: CommandOutput) {
  return { CloudWatchLogGroupName: logGroup, CloudWatchOutputEnabled: isLogged };
}

/** The bucket, as answers have it. */
export function renderBucket({ bucket, prefix, region }: CommandOutput) {
  return { OutputS3Region: region, OutputS3BucketName: bucket, OutputS3KeyPrefix: prefix };
}
