import { succeedingScript } from 'local-cloud';
import { beforeAll, describe, expect, it } from 'vitest';
import { specOf } from '../../../end-to-end/application.ts';
import { serveApplication } from '../../account/served-application.ts';

const served = serveApplication();
const hostile = '=cmd()\u001b[31m\u202e\n"x",';

beforeAll(async () => {
  const { cloud, pass } = served();
  const never = { registration: { kind: 'never', cause: 'no-agent' } } as const;
  const failing = { script: { ...succeedingScript, exitCodes: [24] as const } };
  cloud.ec2.launch([
    specOf('debian12'),
    ...[1, 2].map(() => specOf('debian12', { ...never, imageId: 'ami-00000000000000001' })),
    specOf('debian12', { ...failing, tags: { 'aws:autoscaling:groupName': hostile } }),
  ]);
  await pass(150);
});

describe('muster unmanaged', () => {
  it('tells each cause once, with its remedy, its places and their instances', async () => {
    const { status, lines, stderr } = await served().muster('unmanaged');
    expect([status, stderr]).toEqual([1, '']);
    expect(lines[0]).toBe('2 instances are unmanaged:');
    expect(lines[2]).toMatch(/^AgentSilent: 2 instances\. /);
    expect(lines[3]).toMatch(/^ {2}What to do: Install and start the agent/);
    expect(lines[4]).toMatch(/^ {2}image ami-0{16}1 \(Linux\/UNIX\) \(2 instances\): i-\w{17}, i-\w{17}$/);
    expect(lines[5]).toMatch(/^ {2}This is likely\. Not looked at: policies of the organisation; /);
    expect(lines).toHaveLength(6);
  });

  it('needs no more than the policy of who looks', async () => {
    const [{ stdout }, { stdout: asReader }] = await Promise.all([
      served().muster('unmanaged'),
      served().musterAs('read', 'unmanaged'),
    ]);
    expect(asReader).toBe(stdout);
  });
});

describe('muster failed', () => {
  it('tells what failed, where, and how it ended', async () => {
    const { status, lines } = await served().muster('failed');
    expect(status).toBe(1);
    expect(lines.slice(0, 3)).toEqual([
      '1 instance is failed:',
      '',
      'InstallerFailed: 1 instance. The installer of the package failed (exit code 24).',
    ]);
    expect(lines[4]).toMatch(
      /^ {2}Muster-InstallAgentLinux version 1, exit code 24, Debian GNU\/Linux: i-\w{17}$/,
    );
  });

  it('tells the same as CSV, in which no name of others is a formula or moves the cursor', async () => {
    const { stdout } = await served().muster('failed', '--csv');
    const [head, row, ...rest] = stdout.split('\n');
    expect(head).toBe(
      'instanceId,status,reason,place,certainty,notLookedAt,agent,exitCode,source,platform,profile,document,documentVersion,commandId,since,remedy',
    );
    expect(row).toMatch(/^i-\w{17},failed,InstallerFailed,,,,,24,/);
    expect(rest).toEqual(['']);
    expect(stdout).toContain('"asg:=cmd()\\u001b[31m\\u202e\\u000a""x"","');
  });

  it('tells the same as JSON, for another program', async () => {
    const { stdout } = await served().muster('failed', '--json');
    const { problems } = JSON.parse(stdout);
    expect(problems).toEqual([
      expect.objectContaining({ reason: 'InstallerFailed', exitCode: '24', source: `asg:${hostile}` }),
    ]);
  });
});
