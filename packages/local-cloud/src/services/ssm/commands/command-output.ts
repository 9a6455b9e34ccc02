import type { SendCommandRequest } from '@aws-sdk/client-ssm';

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
