import { once } from 'node:events';
import { RealTime } from '../../local/cloud/real-time.ts';
import { startServer } from '../../local/cloud/server.ts';
import { deployApplication } from '../../local/simulator/run.ts';
import { UsageError } from '../failure.ts';

/** What `--serve` takes. */
export interface ServeOptions {
  readonly seed: number;
  readonly port: number;
  readonly launchDelay?: number;
  readonly batchingWindow?: number;
}

/**
 * Stays up in real time until it is interrupted (Ctrl-C), answering the AWS CLI on loopback. An instance that is
 * launched with `ec2 run-instances` sets the whole flow going.
 */
export async function serveLocally(assemblyFolder: string, options: ServeOptions): Promise<void> {
  const { seed, launchDelay, batchingWindow } = options;
  const application = await deployApplication(assemblyFolder, seed, {
    ...(launchDelay === undefined ? {} : { launchDelaySeconds: launchDelay }),
    ...(batchingWindow === undefined ? {} : { batchingWindowSeconds: batchingWindow }),
  });
  const { cloud } = application;
  const realTime = new RealTime(cloud);
  const { server, port } = await startServer(cloud, options.port).catch((error: unknown) => {
    throw new UsageError(
      `--port ${options.port} cannot be listened on: ${error instanceof Error ? error.message : error}`,
    );
  });
  realTime.start((error) => server.emit('error', error));
  printGuide(port, cloud.region, application.rosterTableName);
  const stop = () => server.close();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await once(server, 'close');
  realTime.stop();
}

function printGuide(port: number, region: string, rosterTableName: string): void {
  process.stdout.write(`Listening on http://127.0.0.1:${port}, in real time, until Ctrl-C. In another terminal:

  export AWS_ENDPOINT_URL=http://127.0.0.1:${port} AWS_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  aws ec2 run-instances --image-id ami-al2023-x86-64 --instance-type t3.micro --count 3
  aws ssm describe-instance-information
  aws ssm list-command-invocations
  aws dynamodb scan --table-name ${rosterTableName}
`);
}
