import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InstanceSpec } from 'local-cloud';
import { beforeAll, describe, expect, it } from 'vitest';
import { specOf } from '../../../end-to-end/application.ts';
import { type Run, type Started, serveApplication } from '../../account/served-application.ts';

const served = serveApplication();
const day2 = readFileSync('docs/day-2.md', 'utf8');

const says = (standardOutput: string, changes: Partial<InstanceSpec['script']> = {}) => ({
  ending: 'exits' as const,
  exitCodes: [0] as const,
  durationSeconds: { min: 1, max: 1 },
  standardOutput,
  ...changes,
});

/** The ids by the tag `Name` of a fleet that is onboarded. */
const ids = new Map<string, string>();
const idOf = (name: string) => ids.get(name) ?? '';

beforeAll(async () => {
  const { cloud, pass } = served();
  const node = (Name: string, script: InstanceSpec['script'], changes: Partial<InstanceSpec> = {}) =>
    specOf('amazonLinux2023', { tags: { Name }, script, ...changes });
  const silent = { kind: 'never', cause: 'no-agent' } as const;
  const instances = cloud.ec2.launch([
    node('web-1', says('ip-10-0-0-11\n')),
    node('web-2', says('ip-10-0-0-12\n', { standardError: 'hostname: a warning\n' })),
    node('broken', says('', { exitCodes: [0, 7] as const, standardError: 'no such file\n' })),
    node('slow', says('', { ending: 'hangs' })),
    node('leaving', says('')),
    node('mute', says(''), { registration: silent }),
    node('\u001b[31mred\u202e', says('\u001b]0;owned\u0007\u009b2J=cmd()\n<b>\n')),
    node('chatty', says('x'.repeat(30_000))),
    specOf('windowsServer2022', { tags: { Name: 'win' }, script: says('EC2AMAZ-7Q4\r\n') }),
  ]);
  for (const instance of instances) ids.set(instance.spec.tags['Name'] ?? '', instance.id);
  await pass(60);
});

const commandsSent = () => served().lines('ssm.command').length;

/** Lets virtual time pass until the command line has ended. */
async function finish({ done }: Started): Promise<Run> {
  let run: Run | undefined;
  const ended = done.then((it) => {
    run = it;
  });
  while (run === undefined) {
    await served().pass(0.2);
    await Promise.race([ended, sleep(50)]);
  }
  return run;
}

/** Waits, while virtual time stands still, until a command was sent. */
async function untilSent(before: number): Promise<void> {
  while (commandsSent() === before) await sleep(20);
}

const muster = (...args: readonly string[]) => finish(served().startAs('run', 'run', ...args));

it('runs it on every node that is meant, and shows what each of them says, as docs/day-2.md has it', async () => {
  const [, command = '', ...shown] = /^\$ muster run (.*)\n((?:.+\n)+?)```$/m.exec(day2) ?? [];
  const { status, stdout, stderr } = await muster(...command.split(' '));
  const said = (stdout + stderr.replace(/^Command \S+/m, 'Command ...')).split('\n');
  expect(said.sort()).toEqual(shown.join('').split('\n').sort());
  expect(status).toBe(0);
});

it('tells Systems Manager who runs it', () => {
  const { cloud } = served();
  const { Commands = [] } = cloud.ssm.operations.ListCommands.run({}, cloud.administrator());
  const comments = Commands.map(({ Comment = '' }) => Comment);
  expect(comments.filter((comment) => comment.startsWith('muster run by operator-run/'))).toHaveLength(2);
});

it('ends with 1 when it fails on a node, and says where and how; no other node gets it then', async () => {
  const targets = 'Key=tag:Name,Values=broken,web-1';
  const { status, stdout, stderr } = await muster(
    ...['--targets', targets, '--max-concurrency', '1', '--yes', '--', 'false'],
  );
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^broken: no such file\nbroken: failed to run.*\nbroken: failed: exit code 7$/m);
  expect(stderr).toContain('web-1: did not get it: more than 0 failed before\n');
  expect(stderr).toContain('1 of 2 failed\n  broken\n1 of 2 did not get it\n  web-1\n');
});

it('goes on after as many failures as are allowed', async () => {
  const { status, lines } = await muster(
    ...[idOf('broken'), idOf('web-1'), '--max-concurrency', '1', '--max-errors', '1', '--yes', '--', 'false'],
  );
  expect([status, lines]).toEqual([1, ['web-1: ip-10-0-0-11']]);
});

it('ends with 3 when nodes cannot be reached, and names them before it asks', async () => {
  const args = [idOf('web-1'), idOf('mute'), 'i-0123456789abcdef0', '--yes', '--', 'uptime'];
  const { status, stdout, stderr } = await muster(...args);
  expect([status, stdout]).toEqual([3, 'web-1: ip-10-0-0-11\n']);
  expect(stderr).toContain('1 node in account 000000000000, us-east-1: 1 Linux\n  uptime\n2 nodes cannot be');
  expect(stderr).toContain('  mute: Systems Manager does not manage it\n');
  expect(stderr).toContain('  i-0123456789abcdef0: EC2 does not show it in this region\n');
  expect(stderr).toContain('1 of 3 succeeded\n2 of 3 could not be reached\n');
});

it('ends with 3 when a node goes before it gets the command', async () => {
  const before = commandsSent();
  const started = served().startAs('run', 'run', idOf('leaving'), '--yes', '--', 'uptime');
  await untilSent(before);
  const { cloud } = served();
  cloud.ec2.operations.TerminateInstances?.run({ InstanceIds: [idOf('leaving')] }, cloud.administrator());
  const { status, stderr } = await finish(started);
  expect(stderr).toContain('leaving: could not be reached: Undeliverable\n');
  expect(status).toBe(3);
});

describe('sends nothing', () => {
  it.each([
    [
      'no node is meant',
      ['--targets', 'Key=tag:Name,Values=nobody', '--yes', '--', 'x'],
      'no node has these tags',
    ],
    [
      'nobody agrees',
      ['i-0123456789abcdef0', '--', 'x'],
      'nobody can be asked, because there is no terminal',
    ],
    ['the document does not exist', ['--document', 'Muster-Nix'], '--document Muster-Nix: there is no such'],
    [
      'the document is for another platform',
      ['--document', 'Muster-InstallAgentWindows'],
      '--document Muster-InstallAgentWindows: it is for Windows; another platform have i-',
    ],
    [
      'the document lacks a parameter',
      ['--document', 'Muster-InstallAgentLinux', '--parameters', 'Colour=red'],
      '--parameters Colour: Muster-InstallAgentLinux has ',
    ],
    [
      'the policy does not give the document',
      ['--document', 'AWS-RunShellScript', '--parameters', 'commands=id'],
      'these credentials may not do ssm:DescribeDocument on arn:aws:ssm:us-east-1::document/AWS-RunShellScript',
    ],
  ])('when %s', async (_, args, line) => {
    const before = commandsSent();
    const nodes = args.includes('--document') ? [idOf('web-1'), '--yes'] : [];
    const { status, stdout, stderr } = await served().musterAs('run', 'run', ...nodes, ...args);
    expect([status, stdout, commandsSent()]).toEqual([2, '', before]);
    expect(stderr.startsWith(`muster: ${line}`)).toBe(true);
  });
});

it('sends a document with its parameters, and tells all as JSON', async () => {
  const args = [
    '--document',
    'Muster-InstallAgentLinux',
    '--parameters',
    'Operation=Verify',
    '--json',
    '--yes',
  ];
  const { status, stdout, stderr } = await muster(idOf('web-1'), ...args);
  const report = JSON.parse(stdout);
  expect([status, stderr]).toEqual([0, '']);
  expect(report).toMatchObject({
    ...{ account: '0'.repeat(12), region: 'us-east-1', document: 'Muster-InstallAgentLinux' },
    parameters: { Operation: ['Verify'] },
    nodes: [
      { instanceId: idOf('web-1'), name: 'web-1', platform: 'Linux', outcome: 'succeeded', isCut: false },
    ],
  });
  expect(report.caller).toMatch(/^operator-run\//);
  expect(report.commandIds).toEqual([report.nodes[0].commandId]);
});

it('shows up to 24,000 characters of what a node says, and says where the whole is', async () => {
  const args = [idOf('chatty'), '--log-group', '/ops/run', '--yes', '--', 'cat', 'long'];
  const { status, stdout, stderr } = await muster(...args);
  expect([status, stdout.length > 23_000]).toEqual([0, true]);
  expect(stderr).toMatch(
    /chatty: the output is cut; the whole is in the log group \/ops\/run, in the streams that begin with [-0-9a-f]{36}\/i-/,
  );
});

it('lets no node write to the terminal', async () => {
  const { status, stdout, stderr } = await muster(
    idOf('\u001b[31mred\u202e'),
    '--yes',
    '--',
    'echo \u001b[2J',
  );
  expect(status).toBe(0);
  expect(stdout).toBe(
    '\\u001b[31mred\\u202e: \\u001b]0;owned\\u0007\\u009b2J=cmd()\n\\u001b[31mred\\u202e: <b>\n',
  );
  expect(stderr).toContain('  echo \\u001b[2J\n');
});

it('cancels it on Ctrl-C, says what had run, and ends with 130', async () => {
  const before = commandsSent();
  const nodes = [idOf('slow'), idOf('web-1'), idOf('web-2')];
  const started = served().startAs('run', 'run', ...nodes, '--yes', '--', 'x');
  let said = '';
  started.child.stdout?.on('data', (text) => {
    said += text;
  });
  await untilSent(before);
  await served().pass(0.2);
  while (!said.includes('web-1') || !said.includes('web-2')) await sleep(20);
  started.child.kill('SIGINT');
  const { status, stderr } = await finish(started);
  expect(status).toBe(130);
  expect(stderr).toContain('Cancelling; once more leaves at once');
  expect(stderr).toContain('2 of 3 succeeded\n1 of 3 cancelled\n  slow\n');
});

it('goes on to the end when its reader has gone, and its exit code is still that of the nodes', async () => {
  const before = commandsSent();
  const started = served().startAs('run', 'run', idOf('web-1'), idOf('broken'), '--yes', '--', 'x');
  await untilSent(before);
  started.child.stdout?.destroy();
  const { status, stderr } = await finish(started);
  expect(stderr).toContain('1 of 2 succeeded\n1 of 2 failed\n');
  expect(status).toBe(1);
});

it('is told that the policy of who looks is not enough', async () => {
  const { status, stderr } = await served().musterAs('read', 'run', idOf('web-1'), '--yes', '--', 'uptime');
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(
      /may not do ssm:SendCommand on .*: attach the policy of \/muster\/operators\/run-policy-arn\n$/,
    ),
  ]);
});

it('uses every permission of the policy of who runs, but for nodes outside EC2, which the local cloud lacks', () => {
  const { cloud } = served();
  const { arn } = cloud.iam.directory.role('operator-run');
  const unused = cloud.access.unusedPermissions().filter(({ roleArn }) => roleArn === arn);
  expect(unused.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    `ssm:SendCommand arn:aws:ssm:us-east-1:${'0'.repeat(12)}:managed-instance/*`,
  ]);
});
