import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { assemblyFolder, distFolder } from '../../../synthesized.ts';
import { Project } from '../../project.ts';

/** The report that the issue promises to readers of `--json`. */
const counts = z.record(z.string(), z.int().positive());
const report = z.strictObject({
  launched: z.int(),
  accounted: z.boolean(),
  outcomes: counts,
  byPlatform: z.record(z.string(), counts),
  bySource: z.record(z.string(), counts),
  byAgent: z.record(z.string(), counts),
  reasons: counts,
  awsCalls: counts,
  deniedCalls: z.int(),
  virtualSeconds: z.int().positive(),
  seed: z.int(),
  traceHash: z.string().regex(/^[0-9a-f]{64}$/),
  instances: z.array(
    z.strictObject({
      instanceId: z.string().regex(/^i-[0-9a-f]{17}$/),
      source: z.string().regex(/^(asg|emr|eks|ecs|image|standalone)/),
      platform: z.string(),
      status: z.string(),
      reason: z.string(),
      causeDetail: z.string().optional(),
      causeCertainty: z.enum(['certain', 'likely']).optional(),
      notLookedAt: z.array(z.string()).optional(),
      agents: z.undefined().optional(),
      document: z.string().optional(),
      commandId: z.uuid().optional(),
      secondsToCommand: z.int().positive().optional(),
    }),
  ),
});

const project = new Project();
const { folder } = project;
beforeAll(() => project.linkBuild());
afterAll(() => project.remove());

const run = (...flags: string[]) =>
  spawnSync(process.execPath, [join(distFolder(), 'muster.cjs'), 'local', ...flags], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });

const file = (name: string, content: unknown) => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

const total = (tally: Record<string, number>) => Object.values(tally).reduce((sum, count) => sum + count, 0);

describe('npm start -- --json', () => {
  it('prints one JSON document and nothing else, in which every launch is accounted for', () => {
    const flags = ['--json', '--launches', '1000', '--seed', '3'];
    const fresh = new Project(); // without a build: npm start makes its own
    onTestFinished(() => fresh.remove());
    const { stdout, stderr, status } = spawnSync('npm', ['start', '--', ...flags], {
      cwd: fresh.folder,
      encoding: 'utf8',
    });
    expect(stderr.replace(/^> .*$/gm, '').trim()).toBe(''); // npm prints the script there
    expect(status).toBe(0);
    const result = report.parse(JSON.parse(stdout));
    expect(result).toMatchObject({ launched: 1000, accounted: true, seed: 3, deniedCalls: 0 });
    expect(total(result.outcomes)).toBe(1000);
    expect(total(result.reasons)).toBe(1000);
    expect(result.instances).toHaveLength(1000);
    const systemsManager = Object.entries(result.awsCalls).filter(([name]) => name.startsWith('ssm:'));
    expect(total(Object.fromEntries(systemsManager)) / 1000).toBeLessThanOrEqual(0.15);
    for (const breakdown of [result.byPlatform, result.bySource]) {
      expect(Object.values(breakdown).reduce((sum, tally) => sum + total(tally), 0)).toBe(1000);
    }
    for (const { status: where, document, commandId, secondsToCommand } of result.instances) {
      const isSent = [document, commandId, secondsToCommand].every((field) => field !== undefined);
      // An instance that ended after its command keeps the record of it.
      if (where !== 'gone') expect(isSent).toBe(where === 'onboarded');
    }
  });
});

describe('a rehearsal', () => {
  it('says for a real fleet what would become of each instance', () => {
    const instance = (n: number, extra: object) => ({
      InstanceId: `i-0000000000000000${n}`,
      State: { Name: 'running' },
      LaunchTime: '2025-11-01T10:00:00+00:00',
      InstanceType: 't3.micro',
      ImageId: 'ami-12345678',
      Architecture: 'x86_64',
      PlatformDetails: 'Linux/UNIX',
      ...extra,
    });
    const profile = { IamInstanceProfile: { Arn: `arn:aws:iam::${'0'.repeat(12)}:instance-profile/p` } };
    const fleet = file('fleet.json', {
      Reservations: [
        { Instances: [instance(1, profile), instance(2, {}), instance(3, { State: { Name: 'stopped' } })] },
      ],
    });
    const managed = file('managed.json', {
      InstanceInformationList: [
        {
          InstanceId: 'i-00000000000000001',
          PingStatus: 'Online',
          PlatformType: 'Linux',
          PlatformName: 'Ubuntu',
          PlatformVersion: '24.04',
        },
      ],
    });
    const { stdout, status } = run('--instances', fleet, '--managed', managed, '--app', assemblyFolder());
    expect(status).toBe(0);
    expect(stdout).toContain('Accounted: 2 launched, as many entries, none lost.');
    expect(stdout).toMatch(/^Ubuntu 24\.04 .* 1$/m);
    expect(stdout).toMatch(/^ {2}1 instance: NoInstanceProfile\..*\n {6}i-00000000000000002$/m);
  });
});

describe('refuses, in one line, with exit code 2 and no stack trace,', () => {
  it.each([
    [
      ['--seed', 'x'],
      "option '--seed <number>' argument 'x' is invalid. Allowed: a whole number from 0 to 4294967295.",
    ],
    [['--launches', '0'], 'Allowed: a whole number from 1 to 1000000.'],
    [['--port', '70000'], 'Allowed: a whole number from 0 to 65535.'],
    [['--seed'], "option '--seed <number>' argument missing"],
    [['--bogus'], "unknown option '--bogus'"],
    [['extra'], 'too many arguments'],
    [['--managed', 'managed.json'], '--managed needs --instances'],
    [['--instances', 'fleet.json', '--launches', '3'], '--launches and --instances exclude each other'],
    [['--serve', '--json'], '--serve starts empty'],
    [['--launch-delay', '3'], '--launch-delay and --batching-window are for --serve'],
    [['--instances', join(folder, 'missing.json')], 'missing.json: there is no such file'],
    [['--instances', folder], 'is a folder; allowed: a file'],
    [['--instances', file('empty.json', '')], 'empty.json: is empty'],
    [['--instances', file('half.json', '{"Reservations": [{"Instances": [')], 'half.json: '],
    [
      ['--instances', file('wrong.json', { Reservations: [{ Instances: [{ InstanceId: 12 }] }] })],
      'wrong.json: Reservations[0].Instances[0].InstanceId: received 12',
    ],
  ])('%j', (flags, problem) => {
    const { stdout, stderr, status } = run(...flags);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/^muster: /);
    expect(stderr).toContain(problem);
  });

  it('a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { stderr, status } = run('--serve', '--port', port, '--app', assemblyFolder());
    server.close();
    expect(status).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith('muster: '))).toEqual([
      `muster: --port ${port} cannot be listened on: listen EADDRINUSE: address already in use 127.0.0.1:${port}`,
    ]);
  });
});

it('--help names every flag and the exit codes', () => {
  const { stdout, status } = run('--help');
  expect(status).toBe(0);
  for (const flag of ['--json', '--instances', '--managed', '--seed', '--launches', '--serve', '--port']) {
    expect(stdout).toContain(flag);
  }
  expect(stdout).toContain('Exit code: 0');
});
