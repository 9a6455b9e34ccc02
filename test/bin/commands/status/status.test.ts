import { beforeAll, describe, expect, it } from 'vitest';
import { newVersion } from '../../../../simulator/rollouts/new-version.ts';
import { specOf } from '../../../end-to-end/application.ts';
import { serveApplication } from '../../account/served-application.ts';

const served = serveApplication();

it('says of an empty roster that nothing has started', async () => {
  const { status, lines, stderr } = await served().muster('status');
  expect([status, stderr]).toEqual([0, '']);
  expect(lines).toEqual([
    'Muster in 000000000000, us-east-1',
    'The roster is empty: no instance has started since Muster was deployed.',
    '',
    'Launch queue: 0 messages; no dead letters.',
    'Alarms: none of 9 is raised, 9 without data yet.',
  ]);
});

describe('of a fleet', () => {
  beforeAll(async () => {
    const { cloud, pass } = served();
    const tags = { 'aws:autoscaling:groupName': 'web' };
    const silent = { kind: 'never', cause: 'no-agent' } as const;
    cloud.ec2.launch([
      ...[1, 2, 3].map(() => specOf('amazonLinux2023', { tags })),
      specOf('windowsServer2022'),
      specOf('debian12', { tags: { 'muster:exclude': 'true' } }),
      specOf('debian12', { tags, registration: silent }),
    ]);
    await pass(40);
  });

  it('tells the outcomes by platform and source, what waits, and the groups that lack some', async () => {
    const { lines } = await served().muster('status');
    const text = lines.join('\n');
    expect(lines[1]).toBe('4 of 5 instances are onboarded (80 %).');
    expect(text).toMatch(/^Amazon Linux +3 +3$/m);
    expect(text).toMatch(/^Microsoft Windows Server 2022 Datacenter +1 +1$/m);
    expect(text).toMatch(/^asg +1 +3 +4$/m);
    expect(text).toMatch(/^ {2}1 waiting: NotRegistered, since \S+ \S+Z, next look at the next recheck$/m);
    expect(text).toContain('Least covered:\n  asg:web: 3 of 4\n');
    expect(text).toContain('Alarms: none of 9 is raised');
  });

  it('tells the same as JSON', async () => {
    const { stdout } = await served().muster('status', '--json');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      account: '0'.repeat(12),
      region: 'us-east-1',
      roster: {
        entries: 6,
        expected: 5,
        onboarded: 4,
        unreadable: [],
        bySource: { standalone: { excluded: 1, onboarded: 1 }, asg: { onboarded: 3, waiting: 1 } },
        groups: [{ source: 'asg:web', expected: 4, onboarded: 3 }],
        waiting: [{ status: 'waiting', reason: 'NotRegistered', count: 1 }],
      },
      queue: { value: { messages: 0, deadLetters: 0 } },
      alarms: { value: { count: 9, raised: [] } },
    });
  });

  it('tells of a dead letter, and of the alarm', async () => {
    const { cloud, deadLetterQueueArn, pass } = served();
    cloud.sqs.put(deadLetterQueueArn, { body: 'not a state change', senderId: 'somebody' });
    await pass(10);
    const { lines } = await served().muster('status');
    expect(lines.join('\n')).toContain(
      '1 dead letter.\nAlarms: 1 of 9 are raised:\n  Muster/Onboarding/LaunchesDeadLettered, since 2026-01-01 ',
    );
  });

  it('tells of instances that run and that the roster does not know', async () => {
    const [young] = served().cloud.ec2.launch([
      specOf('debian12', { tags: { 'aws:autoscaling:groupName': 'new' } }),
    ]);
    await served().pass(1);
    const { lines } = await served().muster('status');
    expect(lines[2]).toBe(
      `1 running instance is not in the roster (asg 1): ${young?.id}. See: muster explain ${young?.id}`,
    );
    const { stdout } = await served().muster('status', '--json');
    expect(JSON.parse(stdout).unknown).toEqual({
      value: { count: 1, onTheirWay: 0, bySource: { asg: 1 }, instanceIds: [young?.id] },
    });
    await served().pass(10);
  });

  it('needs no more than the policy of who looks', async () => {
    const { status, lines, stderr } = await served().musterAs('read', 'status');
    expect([status, stderr]).toEqual([0, '']);
    expect(lines.join('\n')).not.toContain('not shown');
  });

  it('tells of a roll-out that is under way', async () => {
    const document = 'Muster-InstallAgentLinux';
    const version = await newVersion(served().cloud, document);
    const flags = ['--document', document, '--document-version', version, '--yes'];
    expect((await served().muster('rollout', 'start', ...flags)).status).toBe(0);
    await served().pass(6);
    const { lines } = await served().muster('status');
    const at = lines.findIndex((line) => /^Roll-out \S+-1 running: wave 1 of \d, 1 /.test(line));
    expect(lines[at + 1]).toMatch(/^ {2}(TakingUp|InFlight): /);
    const { stdout } = await served().musterAs('read', 'status', '--json');
    expect(JSON.parse(stdout).rollout.value.progress).toMatchObject({ status: 'running', wave: 0 });
  });

  it('tells of an entry that another version wrote', async () => {
    const { cloud, rosterTableName: TableName } = served();
    const Item = {
      instanceId: { S: 'i-0123456789abcdef0' },
      status: { S: 'dreaming' },
      reason: { S: 'Sleep' },
    };
    cloud.dynamodb.operations.PutItem.run({ TableName, Item }, cloud.administrator());
    const { lines } = await served().muster('status');
    expect(lines).toContain('1 entry has a form that this version does not know: i-0123456789abcdef0.');
  });
});
