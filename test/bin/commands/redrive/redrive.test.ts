import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, it } from 'vitest';
import type { DeadLetterQueueName } from '../../../../lambdas/shared/runtime/contract.ts';
import { specOf } from '../../../end-to-end/application.ts';
import { distFolder } from '../../../synthesized.ts';
import { forbid, launchOf, letterQueue, putLetter, resultOf } from '../../account/prepared-cloud.ts';
import { type Run, serveApplication } from '../../account/served-application.ts';

const served = serveApplication();
// SQS takes no control characters, but it takes those that turn the order of a line around.
const hostile = 'not an event \u202e]0;owned';
let instanceId = '';

const visible = (name: DeadLetterQueueName) => letterQueue(served().cloud, name).counts.visible;
const put = (name: DeadLetterQueueName, body: string) => putLetter(served().cloud, name, body);
const commands = () => served().lines('ssm.command').length;
const lettersOf = ({ stdout }: Run): Record<string, unknown>[] => JSON.parse(stdout).letters;

/** Runs it with the rights of who steers. A letter that is let go can be seen a moment later. */
async function redrive(...args: readonly string[]): Promise<Run> {
  const run = await served().musterAs('steer', 'redrive', ...args);
  await served().pass(0.01);
  return run;
}

beforeAll(async () => {
  const { cloud, pass } = served();
  const permit = forbid(cloud, 'sqs:SendMessage', served().launchQueueArn);
  instanceId = cloud.ec2.launch([specOf('amazonLinux2023')])[0]?.id ?? '';
  await pass(2);
  permit();
});

it('shows what EventBridge could not deliver, and sends nothing when nobody consents', async () => {
  const { status, lines, stderr } = await redrive();
  expect(lines).toEqual([
    'Muster in 000000000000, us-east-1: 1 dead letter.',
    '',
    'Events that EventBridge could not put into the launch queue (EventsUndelivered): 1 dead letter',
    '  Undelivered: 1 dead letter, of 2026-01-01 00:00Z. EventBridge could not put it into the queue.',
    expect.stringMatching(/^ {4}NO_PERMISSIONS, from the rule \S+ to \S*LaunchQueue\S*: /),
    `    ${instanceId}`,
    '    What to do: Send it back. After NO_PERMISSIONS or NO_RESOURCE deploy the stack again, so that the next event arrives.',
  ]);
  expect([status, stderr]).toEqual([
    2,
    'Send 1 dead letter back? [y/N] muster: nothing was sent, and nothing deleted\n',
  ]);
  expect(visible('EventsUndelivered')).toBe(1);
});

it('changes nothing with --dry-run, and tells all that is known as JSON', async () => {
  const run = await redrive('--dry-run', '--json');
  expect(run.status).toBe(0);
  expect(lettersOf(run)).toEqual([
    expect.objectContaining({
      ...{ queue: 'EventsUndelivered', cause: 'Undelivered', instanceId, end: 'kept' },
      body: expect.stringContaining(instanceId),
      attributes: expect.objectContaining({
        ERROR_CODE: 'NO_PERMISSIONS',
        RETRY_ATTEMPTS: '0',
        RULE_ARN: expect.stringContaining(':rule/'),
        TARGET_ARN: served().launchQueueArn,
      }),
    }),
  ]);
  expect(visible('EventsUndelivered')).toBe(1);
});

it('sends a letter twice that it may not delete, and the instance gets one command', async () => {
  const { cloud, pass } = served();
  const permit = forbid(cloud, 'sqs:DeleteMessage', letterQueue(cloud, 'EventsUndelivered').arn);
  const half = await redrive('--yes');
  expect([half.status, half.lines.at(-2)]).toEqual([
    1,
    '1 dead letter sent, and not deleted. To send it again does no harm:',
  ]);
  permit();
  const whole = await redrive('--yes');
  expect([whole.status, whole.lines.at(-1)]).toEqual([
    0,
    '1 dead letter sent back. Muster decides within minutes: muster status',
  ]);
  await pass(30);
  expect([served().roster().get(instanceId)?.['status'], commands()]).toEqual(['onboarded', 1]);
  expect(visible('EventsUndelivered')).toBe(0);
});

it('names what cannot be read, without obeying it, and deletes it only when that is asked for', async () => {
  put('OutcomesDeadLettered', hostile);
  const kept = await redrive('--yes');
  expect(kept.stdout).toContain('    not an event \\u202e]0;owned\n      the value: received ');
  expect([kept.status, kept.stderr]).toEqual([1, '']);
  expect(visible('OutcomesDeadLettered')).toBe(1);
  const asJson = await redrive('--yes', '--json');
  expect([asJson.status, asJson.stdout.includes('\u202e')]).toEqual([1, false]);
  const gone = await redrive('--yes', '--discard');
  expect([gone.status, gone.lines.at(-1), visible('OutcomesDeadLettered')]).toEqual([
    0,
    '1 dead letter deleted.',
    0,
  ]);
});

it('says that there are none, and that some are looked at by somebody else', async () => {
  const none = await redrive();
  expect([none.status, none.stdout, none.stderr]).toEqual([
    0,
    'Muster in 000000000000, us-east-1: no dead letters.\n',
    '',
  ]);
  put('LaunchesDeadLettered', 'x');
  letterQueue(served().cloud, 'LaunchesDeadLettered').receive(1, 60);
  const { status, lines } = await redrive();
  expect([status, lines[1]]).toEqual([
    0,
    '1 dead letter cannot be seen now: somebody else looks at them. They come back within minutes.',
  ]);
});

it('sends back more letters than SQS gives at once, each to the queue that it belongs to', async () => {
  for (let number = 0; number < 23; number++) put('LaunchesDeadLettered', launchOf(instanceId));
  put('OutcomesUndelivered', resultOf(instanceId));
  const run = await redrive('--yes', '--json');
  expect(lettersOf(run).map(({ end }) => end)).toEqual(Array(24).fill('sentBack'));
  expect(served().cloud.sqs.queue(served().launchQueueArn).counts.delayed).toBe(23);
  expect([visible('LaunchesDeadLettered'), visible('OutcomesUndelivered')]).toEqual([0, 0]);
  await served().pass(20);
  expect(commands()).toBe(1);
});

it('sends back what it has taken when the reader of its output has gone', async () => {
  put('OutcomesDeadLettered', resultOf(instanceId));
  const command = 'AWS_REGION=us-east-1 "$0" "$1" redrive --yes --endpoint-url "$2" | head -c 6';
  const args = ['-c', command, process.execPath, join(distFolder(), 'muster.cjs'), served().endpoint];
  const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  const { stdout, stderr } = await promisify(execFile)('bash', args, { env: { ...process.env, ...keys } });
  expect([stdout, stderr]).toEqual(['Muster', '']);
  expect(visible('OutcomesDeadLettered')).toBe(0);
});
