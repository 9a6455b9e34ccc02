import { succeedingScript } from 'local-cloud';
import { beforeAll, describe, expect, it } from 'vitest';
import { specOf } from '../../../end-to-end/application.ts';
import { serveApplication } from '../../account/served-application.ts';

const served = serveApplication();
let ids: { readonly good: string; readonly failed: string; readonly silent: string };

beforeAll(async () => {
  const { cloud, pass } = served();
  const launched = cloud.ec2.launch([
    specOf('debian12'),
    specOf('debian12', { script: { ...succeedingScript, exitCodes: [20] } }),
    specOf('debian12', { registration: { kind: 'never', cause: 'no-agent' } }),
  ]);
  const [good = '', failed = '', silent = ''] = launched.map(({ id }) => id);
  ids = { good, failed, silent };
  await pass(150);
});

const time = String.raw`2026-01-01 \d\d:\d\d:\d\d`;

describe('muster explain', () => {
  it('tells the story of an instance in order, what is next, and where to look', async () => {
    const { status, lines, stderr } = await served().muster('explain', ids.good);
    expect([status, stderr]).toEqual([0, '']);
    expect(lines[0]).toBe(
      `${ids.good} is onboarded: Onboarded. The document ran on the instance and succeeded.`,
    );
    expect(lines[1]).toBe(
      'running, Debian GNU/Linux, from standalone, profile default, SSM agent 3.3.4177.0 online',
    );
    expect(lines.slice(2).join('\n')).toMatch(
      new RegExp(
        [
          '',
          String.raw`Story \(UTC\):`,
          `  ${time}  the instance started`,
          `  ${time}  claimed: CommandClaimed. A command is about to be sent; the claim has a lease.`,
          String.raw`  ${time}  command [-\w]{36}: Muster-InstallAgentLinux version 1: Success`,
          ' +step installAgent: Success, exit code 0',
          `  ${time}  commanded: CommandSent. The document was sent; its result has not been read yet.`,
          `  ${time}  onboarded: Onboarded. The document ran on the instance and succeeded.`,
          '',
          'Next: nothing: it is done, until its tags choose another profile or a roll-out comes.',
          `instance: https://us-east-1.console.aws.amazon.com/ec2/home\\?region=us-east-1#InstanceDetails:instanceId=${ids.good}`,
        ].join('\n'),
      ),
    );
  });

  it('tells every command of an instance that failed again and again', async () => {
    const { lines } = await served().muster('explain', ids.failed);
    const text = lines.join('\n');
    expect(lines[0]).toBe(
      `${ids.failed} is failed: DownloadFailed. The package of the agent could not be downloaded (exit code 20).`,
    );
    expect(lines[1]).toMatch(/^What to do: Check the address/);
    expect(text.match(/: Failed, exit code 20$/gm)).toHaveLength(3);
    expect(text.match(/ {2}waiting: DownloadFailed\./g)).toHaveLength(2);
  });

  it('tells the place of a cause, and when it is looked for again', async () => {
    const { lines } = await served().muster('explain', ids.silent);
    expect(lines[0]).toMatch(/ is unmanaged: AgentSilent\. /);
    expect(lines[1]).toMatch(/^Where: image ami-/);
    expect(lines.join('\n')).toMatch(
      /^Next: a sweep \(every 20 minutes\) sees when its agent answers; its cause is looked for again, within 5 minutes\.$/m,
    );
  });

  it('tells the same as JSON', async () => {
    const { stdout } = await served().muster('explain', ids.silent, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      instanceId: ids.silent,
      happenings: [
        { kind: 'started' },
        { kind: 'decided', status: 'waiting', reason: 'NotRegistered' },
        { kind: 'decided', status: 'unmanaged', reason: 'AgentSilent' },
      ],
      entry: { status: 'unmanaged' },
      instance: { state: 'running' },
    });
  });

  it('tells from the logs what the roster keeps no longer, with the policy of who looks', async () => {
    const { cloud, pass } = served();
    const InstanceIds = [ids.good];
    for (let restart = 0; restart < 6; restart++) {
      cloud.ec2.operations.StopInstances?.run({ InstanceIds }, cloud.administrator());
      await pass(8);
      cloud.ec2.operations.StartInstances?.run({ InstanceIds }, cloud.administrator());
      await pass(8);
    }
    const { lines, stderr } = await served().musterAs('read', 'explain', ids.good);
    expect(stderr).toBe('');
    const text = lines.join('\n');
    expect(text).toContain(
      '  ... earlier changes are not kept; what was decided is from the logs (read for a week before)\n',
    );
    expect(text).toMatch(/^ {2}\S+ \S+ {2}decided: CommandClaimed\. /m);
    expect(text.match(/ {2}(decided|gone): Stopped\./g)).toHaveLength(6);
    expect(text).toMatch(/ {2}the instance had started by then$/m);
  });

  it('says of an instance that the roster does not know what EC2 knows', async () => {
    const [young] = served().cloud.ec2.launch([specOf('debian12')]);
    await served().pass(1);
    const known = await served().muster('explain', young?.id ?? '');
    expect([known.status, known.lines[0]]).toEqual([
      1,
      `${young?.id}: The roster has no entry. EC2 shows the instance as running, and it is registered with Systems Manager.`,
    ]);
    const strange = await served().muster('explain', 'i-0123456789abcdef0');
    expect([strange.status, strange.lines[0]]).toEqual([
      1,
      'i-0123456789abcdef0: Neither the roster nor EC2 knows the instance in this account and region.',
    ]);
  });

  it('refuses what is no id of an instance', async () => {
    const { status, stderr } = await served().muster('explain', 'web-1');
    expect([status, stderr]).toEqual([
      2,
      'muster: web-1: allowed is the id of an instance (i-...) or of another node (mi-...)\n',
    ]);
  });
});
