import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { scriptsGuide } from '../../src/agent/script-tags.ts';
import { packageFolder } from '../tree/package-folder.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The output of `cdk synth` for another application: a function that replies on one queue to messages on another. */
const echoApplication = join(packageFolder, 'test', 'bin', 'echo-application');

beforeAll(() => {
  execFileSync(process.execPath, [join(packageFolder, 'build-command.mjs')]);
});

/** Starts the built command, and collects what it prints. */
function start(...args: readonly string[]): { child: ChildProcess; printed: { out: string; error: string } } {
  const child = spawn(process.execPath, [join(packageFolder, 'bin', 'local-cloud.mjs'), ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    printed.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed.error += chunk;
  });
  return { child, printed };
}

/** Runs the command to its end. */
async function run(...args: readonly string[]) {
  const { child, printed } = start(...args);
  const [exitCode] = await once(child, 'close');
  return { exitCode, ...printed };
}

/** Serves the application on a free port and waits until it prints the port. */
async function serve(...args: readonly string[]) {
  const { child, printed } = start('--app', echoApplication, '--port', '0', ...args);
  for (;;) {
    const [, endpoint] = /Listening on (\S+),/.exec(printed.out) ?? [];
    if (endpoint !== undefined) return { child, printed, endpoint };
    if (child.exitCode !== null) throw new Error(`it ended: ${printed.error}`);
    await once(child.stdout ?? child, 'data');
  }
}

describe('the command, with an application that it does not know', () => {
  it('runs its function on its queues, in real time', async () => {
    const { endpoint, printed } = await serve();
    const client = new SQSClient({ endpoint, region: 'us-east-1', credentials });
    const urlOf = async (QueueName: string) =>
      (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
    const QueueUrl = await urlOf('questions');
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello' }));
    const answers = new ReceiveMessageCommand({ QueueUrl: await urlOf('answers'), WaitTimeSeconds: 20 });
    const { Messages = [] } = await client.send(answers);
    expect(Messages.map(({ Body }) => Body)).toEqual(['HELLO']);
    expect(printed.out).toContain(`awslocal sqs send-message --message-body hello --queue-url ${QueueUrl}`);
    expect(printed.out).toContain(scriptsGuide);
    expect(printed.error).toBe('');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s, also with long polls open', async (signal) => {
    const { child, endpoint } = await serve();
    const client = new SQSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: 'questions' }));
    const polls = Array.from({ length: 20 }, () =>
      client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })),
    );
    const cut = Promise.allSettled(polls);
    await setTimeout(300);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(new Set((await cut).map(({ status }) => status))).toEqual(new Set(['rejected']));
  });

  it('uses the same names for the same seed, and others for another seed', async () => {
    const namesOf = async (seed: string) => {
      const { printed, endpoint } = await serve('--seed', seed);
      return printed.out.replaceAll(endpoint, '');
    };
    expect(await namesOf('7')).toBe(await namesOf('7'));
    expect(await namesOf('7')).not.toBe(await namesOf('8'));
  });
});

describe('the command refuses in one line', () => {
  it.each([
    [[], 2, 'local-cloud: --app is required: the folder that cdk synth wrote\n'],
    [['--app', 'nowhere'], 2, 'local-cloud: --app nowhere: there is no such folder\n'],
    [['--app', tmpdir()], 2, `local-cloud: ${join(tmpdir(), 'manifest.json')} cannot be read: ENOENT`],
    [
      ['--app', 'x', '--port', 'http'],
      2,
      'local-cloud: --port is http; allowed: a whole number from 0 to 65535\n',
    ],
    [['--app', 'x', '--sed', '1'], 2, "local-cloud: Unknown option '--sed'"],
  ])('%j', async (args, exitCode, line) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ exitCode, out: '' });
    expect(ended.error).toContain(line);
    expect(ended.error.match(/\n/g)?.length).toBe(1);
  });

  it('a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const ended = await run('--app', echoApplication, '--port', port);
    expect(ended).toMatchObject({ exitCode: 2, out: '' });
    expect(ended.error).toMatch(
      new RegExp(`^local-cloud: --port ${port} cannot be listened on: .*EADDRINUSE.*\n$`),
    );
  });

  it('a resource that is not emulated, with a separate exit code', async () => {
    const ended = await run('--app', assemblyOf({ Site: { Type: 'AWS::CloudFront::Distribution' } }));
    expect(ended).toMatchObject({ exitCode: 3, out: '' });
    expect(ended.error).toMatch(
      /^local-cloud: The local cloud does not emulate the resource type AWS::CloudFront.*\n$/,
    );
  });

  it('a resource that a service refuses, with a separate exit code', async () => {
    const Properties = { DelaySeconds: 901 };
    const ended = await run('--app', assemblyOf({ Queue: { Type: 'AWS::SQS::Queue', Properties } }));
    expect(ended).toMatchObject({ exitCode: 1, out: '' });
    expect(ended.error).toMatch(/^local-cloud: InvalidAttributeValue: .*DelaySeconds.*\n$/);
  });

  it('a folder without a stack', async () => {
    const ended = await run('--app', writeAssembly({}, {}));
    expect(ended.exitCode).toBe(2);
    expect(ended.error).toContain('there is no stack in it');
  });
});

it('prints its usage on request', async () => {
  const { exitCode, out } = await run('--help');
  expect(exitCode).toBe(0);
  expect(out).toContain('Usage: local-cloud --app <cdk.out> [--port N] [--seed N]');
});

function assemblyOf(Resources: object): string {
  const properties = { templateFile: 'Test.template.json' };
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/unknown-region',
    properties,
  };
  return writeAssembly({ Test: stack }, { 'Test.template.json': { Resources } });
}

function writeAssembly(artifacts: object, files: Readonly<Record<string, object>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const all = { ...files, 'manifest.json': { version: '1', artifacts } };
  for (const [name, content] of Object.entries(all))
    writeFileSync(join(folder, name), JSON.stringify(content));
  return folder;
}
