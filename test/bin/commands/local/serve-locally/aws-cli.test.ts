import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startServer } from 'local-cloud';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployApplication, type LocalApplication } from '../../../../../simulator/run/deploy-application.ts';
import { assemblyFolder } from '../../../../synthesized.ts';

/** The version line of the AWS CLI: `aws-cli/1.45.11 Python/...`; undefined if it is not installed. */
function installedCli(): string | undefined {
  const { error, stdout } = spawnSync('aws', ['--version'], { encoding: 'utf8' });
  return error === undefined && stdout.startsWith('aws-cli/') ? stdout.trim() : undefined;
}

const cli = installedCli();
if (cli === undefined)
  process.stderr.write(
    'skipped: the AWS CLI is not installed (test/bin/commands/local/serve-locally/aws-cli.test.ts)\n',
  );

let application: LocalApplication;
let server: Server;
let endpoint = '';
let home = '';

beforeAll(async () => {
  application = await deployApplication(assemblyFolder(), {
    seed: 1,
    launchDefaults: { hasDefaultHostManagement: true, registration: { kind: 'late', delaySeconds: 1 } },
  });
  const started = await startServer(application.cloud, 0);
  server = started.server;
  endpoint = `http://127.0.0.1:${started.port}`;
  home = mkdtempSync(join(tmpdir(), 'muster-aws-cli-'));
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
  rmSync(home, { recursive: true });
});

/** Runs the CLI without this machine's configuration, and returns its output. */
async function aws(...args: readonly string[]) {
  const env = {
    PATH: process.env['PATH'],
    // If a version manager (pyenv) installed the CLI, its shim needs this variable. The CLI itself does not
    // read it.
    ...(process.env['PYENV_ROOT'] === undefined ? {} : { PYENV_ROOT: process.env['PYENV_ROOT'] }),
    HOME: home,
    AWS_DEFAULT_REGION: application.cloud.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  };
  const { stdout } = await promisify(execFile)(
    'aws',
    ['--endpoint-url', endpoint, '--output', 'json', ...args],
    { env },
  );
  return JSON.parse(stdout);
}

async function pass(minutes: number): Promise<void> {
  await application.cloud.loop.run({ untilMs: application.cloud.timeline.nowMs + minutes * 60_000 });
}

describe.skipIf(cli === undefined)('the AWS CLI', () => {
  it('launches an instance, sees its command end, its roster entry and the empty queue', async () => {
    const image = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64';
    const launched = await aws('ec2', 'run-instances', '--image-id', image, '--instance-type', 't3.micro');
    const id = launched.Instances[0].InstanceId;
    expect(id).toMatch(/^i-[0-9a-f]{17}$/);
    expect(launched.Instances[0].State.Name).toBe('pending');
    await pass(2);

    const waiting = await queueAttributes();
    expect(waiting).toMatchObject({ ApproximateNumberOfMessages: '0', DelaySeconds: '180' });
    expect(Number(waiting.ApproximateNumberOfMessagesDelayed)).toBe(1);
    await pass(13);

    const { CommandInvocations } = await aws(
      'ssm',
      'list-command-invocations',
      '--instance-id',
      id,
      '--details',
    );
    expect(CommandInvocations).toMatchObject([
      { InstanceId: id, Status: 'Success', DocumentName: 'Muster-InstallAgentLinux' },
    ]);

    const { Items, Count } = await aws('dynamodb', 'scan', '--table-name', application.rosterTableName);
    expect(Count).toBe(1);
    expect(Items[0]).toMatchObject({
      instanceId: { S: id },
      status: { S: 'onboarded' },
      commandId: { S: CommandInvocations[0].CommandId },
    });
    expect(await queueAttributes()).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesDelayed: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
    });
  });

  it.each([
    [['ec2', 'describe-network-acls'], /ec2:DescribeNetworkAcls/],
    [['sqs', 'get-queue-url', '--queue-name', 'nowhere'], /NonExistentQueue|QueueDoesNotExist/],
  ])('refuses %j and says why', async (args, message) => {
    await expect(aws(...args)).rejects.toThrow(message);
  });

  async function queueAttributes(): Promise<Record<string, string>> {
    const url = application.launchQueueUrl;
    const { Attributes } = await aws(
      'sqs',
      'get-queue-attributes',
      '--queue-url',
      url,
      '--attribute-names',
      'All',
    );
    return Attributes;
  }
});
