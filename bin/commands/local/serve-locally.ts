import { once } from 'node:events';
import { RealTime, startServer, stopServer } from 'local-cloud';
import { deployApplication, type LocalApplication } from '../../../simulator/run/deploy-application.ts';
import { UsageError } from '../../failure.ts';

/** What `--serve` needs. */
export interface ServeOptions {
  readonly seed: number;
  /** @default 4566 */
  readonly port?: number;
  readonly launchDelay?: number;
  readonly batchingWindow?: number;
}

/**
 * Stays up in real time until it is interrupted (Ctrl-C), and answers the AWS CLI on loopback. An instance
 * launched with `ec2 run-instances` starts the whole flow.
 */
export async function serveLocally(assemblyFolder: string, options: ServeOptions): Promise<void> {
  const { seed, port: wantedPort = 4566, launchDelay, batchingWindow } = options;
  const application = await deployApplication(assemblyFolder, {
    seed,
    // Real minutes are long. So agents register a second after the boot, with or without an instance profile.
    launchDefaults: { hasDefaultHostManagement: true, registration: { kind: 'late', delaySeconds: 1 } },
    ...(launchDelay === undefined ? {} : { launchDelaySeconds: launchDelay }),
    ...(batchingWindow === undefined ? {} : { batchingWindowSeconds: batchingWindow }),
  });
  const { cloud } = application;
  const realTime = new RealTime(cloud);
  const { server, port } = await startServer(cloud, wantedPort).catch((error: unknown) => {
    throw new UsageError(
      `--port ${wantedPort} cannot be listened on: ${error instanceof Error ? error.message : error}`,
    );
  });
  realTime.start((error) => server.emit('error', error));
  printGuide(port, application);
  const stop = () => stopServer(server);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await once(server, 'close');
  realTime.stop();
}

/**
 * What to type next. It uses `--endpoint-url` and not AWS_ENDPOINT_URL, which version 1 of the AWS CLI
 * ignores for SQS.
 */
function printGuide(port: number, { cloud, rosterTableName, launchQueueUrl }: LocalApplication): void {
  process.stdout.write(`Listening on http://127.0.0.1:${port}, in real time, until Ctrl-C. In another terminal:

  export AWS_DEFAULT_REGION=${cloud.region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  alias awslocal='aws --endpoint-url http://127.0.0.1:${port}'

  awslocal ec2 run-instances --instance-type t3.micro --count 3 \\
    --image-id resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64
  awslocal ssm describe-instance-information
  awslocal sqs get-queue-attributes --attribute-names All \\
    --queue-url ${launchQueueUrl}
  awslocal ssm list-command-invocations
  awslocal dynamodb scan --table-name ${rosterTableName}

Default Host Management is on in this account, so an instance needs no profile; its agent registers at once.
`);
}
