import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { otherAccountId } from '../../../accounts.ts';
import { idOf, instance, instances, node, nodes } from '../../../simulator/rehearsal/fleet-files.ts';
import { assemblyFolder, distFolder } from '../../../synthesized.ts';
import { Project } from '../../project.ts';

const project = new Project();
const { folder } = project;
beforeAll(() => project.linkBuild());
afterAll(() => project.remove());

const muster = (flags: readonly string[], input = '') =>
  spawnSync(process.execPath, [join(distFolder(), 'muster.cjs'), ...flags], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { ...process.env, NO_COLOR: '1' },
  });
const rehearse = (flags: readonly string[], input?: string) =>
  muster(['rehearse', ...flags, '--app', assemblyFolder()], input);

const file = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** What a terminal may be given: letters, signs and line ends. */
const isHarmless = (text: string) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text.replaceAll('\n', ''));

const outcomes = z.object({
  launched: z.int(),
  accounted: z.boolean(),
  ran: z.int(),
  notes: z.array(z.string()),
  instances: z.array(
    z.object({
      instanceId: z.string(),
      status: z.string(),
      reason: z.string(),
      causeDetail: z.string().optional(),
    }),
  ),
});

describe('muster rehearse', () => {
  it('says what would become of each instance of several files and regions, one of them stdin', () => {
    const managed = file(
      'managed.json',
      nodes(node(1, { PlatformName: 'Ubuntu', PlatformVersion: '24.04' })),
    );
    const more = file('more.json', instances(instance(2, { IamInstanceProfile: undefined })));
    const { stdout, stderr, status } = rehearse(
      ['--instances', '-', more, '--managed', managed],
      instances(instance(1), instance(3)),
    );
    expect(status).toBe(0);
    expect(stdout).toContain('Accounted: 3 launched, as many entries, none lost.');
    expect(stdout).toMatch(/^Ubuntu 24\.04 .* 1$/m);
    expect(stdout).toMatch(/^ {2}1 instance: NoInstanceProfile\..*\n {6}i-00000000000000002$/m);
    expect(stdout).toMatch(/^ {2}1 instance: NotShown\. The files do not show why/m);
    expect(stdout).toContain(
      'not given: --roles (aws iam get-account-authorization-details); --network (aws ec2 describe-route-tables',
    );
    expect(stderr).toContain('muster: instances of eu-west-1 are rehearsed as if they were in us-east-1');
  });

  it('prints one JSON document, with the notes and how many instances were run', () => {
    const fleet = file('fleet.json', instances(instance(1), { InstanceId: 12 }));
    const { stdout, status } = rehearse(['--json', '--instances', fleet]);
    expect(status).toBe(0);
    const report = outcomes.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ launched: 1, accounted: true, ran: 1 });
    expect(report.instances).toMatchObject([
      { instanceId: idOf(1), status: 'onboarded', reason: 'Onboarded' },
    ]);
    expect(report.notes).toContainEqual(
      expect.stringContaining('Reservations[0].Instances[1].InstanceId: received 12'),
    );
  });

  it('shows text of others as it is, and obeys none of it', () => {
    const evil = '\u001b]0;pwned\u0007\u001b[2J\u009b1m\u202eNOT accounted\r\n\u2028\u200b';
    const tags = (Key: string) => ({ Tags: [{ Key, Value: evil }] });
    const fleet = file(
      `fleet-evil.json`,
      instances(
        instance(1, tags('aws:autoscaling:groupName')),
        instance(2, tags('aws:elasticmapreduce:instance-group-role')),
        instance(3, tags('aws:eks:cluster-name')),
        instance(4, { PlatformDetails: evil }),
        instance(5, { State: { Name: evil } }),
      ),
    );
    const managed = file(
      'managed-evil.json',
      nodes(
        node(1, { PlatformName: evil, PlatformVersion: evil }),
        node(2, { PlatformName: `${'x'.repeat(5000)}${evil}` }),
        node(3, { PlatformName: '__proto__' }),
        node(4, { PingStatus: evil }),
      ),
    );
    const flags = ['--instances', fleet, '--managed', managed];
    const shown = rehearse(flags);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('\\u001b]0;pwned\\u0007');
    expect(isHarmless(shown.stdout)).toBe(true);
    expect(isHarmless(shown.stderr)).toBe(true);
    expect(Math.max(...shown.stdout.split('\n').map((line) => line.length))).toBeLessThan(1000);
    const json = rehearse([...flags, '--json']);
    expect(isHarmless(json.stdout)).toBe(true);
    expect(outcomes.parse(JSON.parse(json.stdout)).accounted).toBe(true);
  });

  it('says kindly that nothing runs', () => {
    const fleet = file('night.json', instances(instance(1, { State: { Name: 'stopped' } })));
    const { stdout, stderr, status } = rehearse(['--instances', fleet]);
    expect(status).toBe(0);
    expect(stdout).toBe(
      'Nothing runs in this fleet, so there is nothing to rehearse. Muster acts when an instance starts.\n',
    );
    expect(stderr).toContain('left out what does not run: 1 stopped');
    const { stdout: json } = rehearse(['--json', '--instances', fleet]);
    expect(outcomes.parse(JSON.parse(json))).toMatchObject({ launched: 0, accounted: true, instances: [] });
  });

  it('finds more causes with --roles and --network', () => {
    const fleet = file('more-fleet.json', instances(instance(1)));
    const managed = file('none.json', nodes());
    const roles = file(
      'roles.json',
      JSON.stringify({
        RoleDetailList: [{ RoleName: 'other', Arn: `arn:aws:iam::${otherAccountId}:role/other` }],
        Policies: [],
      }),
    );
    const { stdout, status } = rehearse([
      '--json',
      '--instances',
      fleet,
      '--managed',
      managed,
      '--roles',
      roles,
    ]);
    expect(status).toBe(0);
    const [only] = outcomes.parse(JSON.parse(stdout)).instances;
    expect(only).toMatchObject({ status: 'unmanaged', reason: 'ProfileWithoutRole' });
  });
});

describe('muster rehearse refuses, in one line, with exit code 2 and no stack trace,', () => {
  it.each([
    [[], '--instances is missing'],
    [['--instances', '-', '--managed', '-'], '- is stdin, and can be one file only'],
    [['--instances', join(folder, 'missing.json')], 'missing.json: there is no such file'],
    [['--instances', folder], 'is a folder; allowed: a file'],
    [['--instances', '-'], '-: is empty; allowed: what `aws ec2 describe-instances --output json` prints'],
    [['--instances', file('half.json', '{"Reservations": [{"Instances": [')], 'half.json: line 1, column 34'],
    [
      ['--instances', file('latin.json', Buffer.from('{"a": "ü"}', 'latin1'))],
      'iconv -f WINDOWS-1252 -t UTF-8',
    ],
    [['--instances', file('evil\u001b[31m.json', '[')], 'evil\\u001b[31m.json: line 1'],
    [['--launches', '3'], "unknown option '--launches'"],
  ])('%j', (flags, problem) => {
    const { stdout, stderr, status } = rehearse(flags);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^muster: /);
    expect(stderr).toContain(problem);
  });
});

it('--help names every flag, how the files are made, and the exit codes', () => {
  const { stdout, status } = muster(['rehearse', '--help']);
  expect(status).toBe(0);
  for (const flag of [
    '--instances',
    '--managed',
    '--roles',
    '--network',
    '--json',
    '--each',
    '--app',
    '--seed',
  ])
    expect(stdout).toContain(flag);
  expect(stdout).toContain('aws ssm describe-instance-information > managed.json');
  expect(stdout).toContain('Exit code: 0');
});
