import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleCommandLine } from '../../../scripts/bundles.mjs';
import { specOf } from '../../end-to-end/application.ts';
import { readBlocks, updateBlocks } from '../../tree/docs/measured-blocks.ts';
import { type Run, runMuster, serveApplication } from './served-application.ts';

const page = 'docs/day-2.md';
const served = serveApplication();
const account = '0'.repeat(12);

/** One that answers, and one for each reason why an environment does not. */
const environments = [
  { name: 'good', account, region: 'us-east-1', operatorRole: 'ops' },
  { name: 'of-others', account: '1'.repeat(12), region: 'us-east-1' },
  { name: 'closed', account, region: 'eu-west-1', operatorRole: `arn:aws:iam::${account}:role/closed` },
  {
    ...{ name: 'empty', account, region: 'us-east-1' },
    overrides: { names: { prefix: 'Other', parameterPath: '/other' } },
  },
  {
    ...{ name: 'bare', account, region: 'us-east-1', operatorRole: 'bare' },
    overrides: { names: { prefix: 'Bare', parameterPath: '/bare' } },
  },
];

/** A build of the command line with these environments, beside the packages that it imports. */
let folder: string;
beforeAll(async () => {
  const cache = resolve('node_modules/.cache/muster');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'environments-'));
  const groups = { web: { tags: { Name: ['web'] } } };
  const contents = `export default ${JSON.stringify({ environments, groups })};`;
  await bundleCommandLine(resolve('.'), folder, [
    {
      name: 'configuration',
      setup: (build) => build.onLoad({ filter: /muster\.config\.ts$/ }, () => ({ contents })),
    },
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Roles that the account may assume: one with the policy of who looks, and one with nothing. */
beforeAll(async () => {
  const { cloud, pass } = served();
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  const trust = { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] };
  cloud.iam.directory.declareRole({ roleName: 'bare', trust });
  const { arn } = cloud.iam.directory.declareRole({ roleName: 'ops', trust });
  const Name = '/muster/operators/read-policy-arn';
  const { Parameter } = cloud.ssm.operations.GetParameter.run({ Name }, cloud.administrator());
  cloud.access.attachToRole(arn, 'read', cloud.iam.directory.policy(Parameter?.Value ?? '').document);
  cloud.ec2.launch([
    specOf('debian12'),
    specOf('debian12', { registration: { kind: 'never', cause: 'no-agent' } }),
  ]);
  await pass(150);
});

const muster = (...args: readonly string[]): Promise<Run> =>
  runMuster(args, { endpoint: served().endpoint, region: 'us-east-1', program: join(folder, 'muster.cjs') });

const refusals = [
  `of-others could not be asked: the credentials are of account ${account}; the environment is in ${'1'.repeat(12)}`,
  `closed could not be asked: these credentials may not assume arn:aws:iam::${account}:role/closed (operatorRole in muster.config.ts): allow them sts:AssumeRole on it, and let its trust policy name them`,
  expect.stringMatching(
    /^empty could not be asked: Muster is not deployed in us-east-1, or under another path/,
  ),
  `bare could not be asked: these credentials may not do ssm:GetParametersByPath on arn:aws:ssm:us-east-1:${account}:parameter/bare/onboarding: attach the policy of /bare/operators/read-policy-arn`,
];

describe('--all-environments', () => {
  it('status has a row for each environment, and a line for each that cannot be asked', async () => {
    const { status, lines, stderr } = await muster('status', '--all-environments');
    expect([status, stderr]).toEqual([2, '']);
    expect(lines[0]).toMatch(/^Environment +Account +Region +Onboarded +Expected +Share +Waiting +Failed/);
    expect(lines[2]).toMatch(/^good +0{12} +us-east-1 +1 +2 +50 % +0 +0 +1 +0 +0 +0$/);
    expect(lines.slice(3)).toEqual(refusals);
    // The page shows the first of those that cannot be asked: the others have their reasons in this test.
    const said = ['```', '$ muster status --all-environments', ...lines.slice(0, 4), '```'].join('\n');
    updateBlocks(page, { 'all-environments': said });
    expect(readBlocks(page).get('all-environments')).toBe(said);
  });

  it('status tells the same as JSON', async () => {
    const { status, stdout } = await muster('status', '--all-environments', '--json');
    expect(status).toBe(2);
    expect(JSON.parse(stdout).environments).toMatchObject([
      { environment: 'good', value: { region: 'us-east-1', roster: { expected: 2, onboarded: 1 } } },
      ...['of-others', 'closed', 'empty', 'bare'].map((environment) => ({
        environment,
        refused: expect.any(String),
      })),
    ]);
  });

  it('unmanaged has a row for each reason, and what each of them means once', async () => {
    const { status, lines } = await muster('unmanaged', '--all-environments');
    expect([status, lines[0]]).toEqual([2, '1 instance is unmanaged in 1 environment:']);
    expect(lines).toContainEqual(expect.stringMatching(/^good +AgentSilent +1$/));
    expect(lines.filter((line) => line.startsWith('AgentSilent: '))).toHaveLength(1);
    expect(lines.slice(-4)).toEqual(refusals);
  });

  it('unmanaged has the environment of each instance in its rows for a spreadsheet', async () => {
    const { stdout, stderr } = await muster('unmanaged', '--all-environments', '--csv');
    const [head, row] = stdout.split('\n');
    expect(head).toMatch(/^environment,account,region,instanceId,/);
    expect(row).toMatch(new RegExp(`^good,${account},us-east-1,i-`));
    expect(stderr.trimEnd().split('\n')).toEqual(refusals);
  });

  it('excludes the flags that name one place', async () => {
    const { status, stderr } = await muster('status', '--all-environments', '--environment', 'good');
    expect([status, stderr]).toEqual([
      2,
      'muster: --all-environments and --environment exclude each other\n',
    ]);
  });

  it('needs environments', async () => {
    const at = { endpoint: served().endpoint, region: 'us-east-1' };
    const { status, stderr } = await runMuster(['status', '--all-environments'], at);
    expect([status, stderr]).toEqual([
      2,
      'muster: --all-environments: muster.config.ts has no environments\n',
    ]);
  });
});

it('run means the nodes of a group of the configuration', async () => {
  const { cloud, pass } = served();
  const web = cloud.ec2.launch([specOf('debian12', { tags: { Name: 'web' } })]);
  await pass(10);
  const Name = '/muster/operators/run-policy-arn';
  const { Parameter } = cloud.ssm.operations.GetParameter.run({ Name }, cloud.administrator());
  const { arn } = cloud.iam.directory.role('ops');
  cloud.access.attachToRole(arn, 'run', cloud.iam.directory.policy(Parameter?.Value ?? '').document);
  let ended: Run | undefined;
  const running = muster('run', '--group', 'web', '--yes', '--json', '--', 'hostname').then((run) => {
    ended = run;
  });
  while (ended === undefined) {
    await pass(0.2);
    await Promise.race([running, sleep(50)]);
  }
  const { nodes, caller } = JSON.parse(ended.stdout);
  expect([ended.status, caller]).toEqual([0, 'ops/muster-administrator']);
  expect(nodes).toMatchObject([{ instanceId: web[0]?.id, outcome: 'succeeded' }]);
  const none = await muster('run', '--group', 'none', '--yes', '--', 'hostname');
  expect([none.status, none.stderr]).toEqual([
    2,
    'muster: --group none: allowed is one of muster.config.ts: web\n',
  ]);
});

it('a command that asks one environment assumes its role too', async () => {
  const { status, stdout } = await muster('status', '--environment', 'good', '--json');
  expect([status, JSON.parse(stdout).environment]).toEqual([0, 'good']);
  const denied = await muster('status', '--environment', 'bare');
  expect(denied.stderr).toContain('attach the policy of /bare/operators/read-policy-arn');
});
