import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { specOf } from '../../end-to-end/application.ts';
import { distFolder } from '../../synthesized.ts';
import { launchOf, putLetter } from '../account/prepared-cloud.ts';
import { serveApplication } from '../account/served-application.ts';
import { commandCases } from './command-cases.ts';

const served = serveApplication();
const fleet = { instanceId: 'i-0123456789abcdef0', instances: '', parameter: '/retail/shop/prod/host' };
/** What needs no account is one program with these; test/bin/watch-output.test.ts runs one of them so. */
const asking = Object.entries(commandCases).filter(
  ([, { asks }]) => asks === undefined || asks === 'parameters',
);

beforeAll(async () => {
  const { cloud, pass } = served();
  fleet.instanceId = cloud.ec2.launch([specOf('debian12')])[0]?.id ?? '';
  await pass(20);
  putLetter(cloud, 'LaunchesDeadLettered', launchOf(fleet.instanceId));
  for (const Value of ['one', 'two'])
    cloud.ssm.operations.PutParameter.run(
      { Name: fleet.parameter, Value, Type: 'String', Overwrite: true },
      cloud.administrator(),
    );
});

/** Runs the built program with a pipe that nobody reads. */
async function runUnread(name: string, args: readonly string[]): Promise<{ status: number; stderr: string }> {
  const place = args.includes('--') ? args.indexOf('--') : args.length;
  const flags = ['--endpoint-url', served().endpoint];
  const given = [...name.split(' '), ...args.slice(0, place), ...flags, ...args.slice(place)];
  const child = spawn(process.execPath, [join(distFolder(), 'muster.cjs'), ...given], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env['PATH'], AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' },
      ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    },
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  let status: number | undefined;
  child.once('close', (code) => {
    status = code ?? -1;
  });
  while (status === undefined) {
    if (commandCases[name]?.waits) await served().pass(0.2);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { status, stderr };
}

it.each(asking)('muster %s says nothing of a reader that has gone', async (name, { args = () => [] }) => {
  const { status, stderr } = await runUnread(name, args(fleet));
  expect(stderr).not.toMatch(/EPIPE|\n {4}at /);
  // What was begun in the account goes on, and the exit code is its own. A refusal is one line.
  expect([0, 1, 2]).toContain(status);
  if (status !== 2 && name !== 'run') expect(stderr).toBe('');
  if (name === 'redrive')
    expect(served().cloud.sqs.queue(served().launchQueueArn).counts.delayed).toBeGreaterThan(0);
});
