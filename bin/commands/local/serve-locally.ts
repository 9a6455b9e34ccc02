import { once } from 'node:events';
import { RealTime, scriptsGuide, startServer, stopServer, wallClockMs } from 'local-cloud';
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
    // The clock on the wall, so that `logs tail` and the times of `cloudwatch get-metric-data` mean what they say.
    startMs: wallClockMs(),
    // Real minutes are long. So agents register a second after the boot, with or without an instance profile.
    launchDefaults: { hasDefaultHostManagement: true, registration: { kind: 'late', delaySeconds: 1 } },
    ...(launchDelay === undefined ? {} : { launchDelaySeconds: launchDelay }),
    ...(batchingWindow === undefined ? {} : { batchingWindowSeconds: batchingWindow }),
  });
  const { cloud } = application;
  cloud.observations.watchUntil(Number.POSITIVE_INFINITY);
  const realTime = new RealTime(cloud);
  const { server, port } = await startServer(cloud, wantedPort).catch((error: unknown) => {
    throw new UsageError(
      `--port ${wantedPort} cannot be listened on: ${error instanceof Error ? error.message : error}`,
    );
  });
  realTime.start((error) => server.emit('error', error));
  const stop = () => stopServer(server);
  process.once('SIGINT', stop).once('SIGTERM', stop);
  printGuide(port, application);
  await once(server, 'close');
  realTime.stop();
}

/**
 * What to type next. It uses `--endpoint-url` and not AWS_ENDPOINT_URL, which version 1 of the AWS CLI
 * ignores for SQS.
 */
function printGuide(port: number, application: LocalApplication): void {
  const { region } = application.cloud;
  process.stdout.write(`Listening on http://127.0.0.1:${port}, in real time, until Ctrl-C. In another terminal:

  export AWS_DEFAULT_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  alias awslocal='aws --endpoint-url http://127.0.0.1:${port}'

${guideCommands(application)
  .map((command) => `  awslocal ${command}`)
  .join('\n')}

Default Host Management is on in this account, so an instance needs no profile; its agent registers at once.

${scriptsGuide}`);
}

/** The commands of the guide, without `awslocal`. */
export function guideCommands({
  cloud,
  rosterTableName,
  launchQueueUrl,
}: Pick<LocalApplication, 'cloud' | 'rosterTableName' | 'launchQueueUrl'>): readonly string[] {
  const group = cloud.logs.store.groups()[0]?.name ?? '';
  return [
    `ec2 run-instances --instance-type t3.micro --count 3 \\
    --image-id resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64`,
    'ssm describe-instance-information',
    `sqs get-queue-attributes --attribute-names All \\
    --queue-url ${launchQueueUrl}`,
    'ssm list-command-invocations',
    `dynamodb scan --table-name ${rosterTableName}`,
    'cloudformation describe-stacks',
    'lambda list-functions',
    `logs filter-log-events --log-group-name ${group}`,
    'cloudwatch describe-alarms',
    'scheduler list-schedules',
  ];
}
