import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { serveCloud } from 'local-cloud/test/served-cloud.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const served = serveCloud();
const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;
const secret = 'correct-horse-battery';

/** Puts a value as an administrator does. */
const put = (Name: string, Value: string, more: object = {}) =>
  served().cloud.ssm.operations.PutParameter.run({ Name, Value, Type: 'String', ...more }, context);

/** A copy of the project, because it has another configuration. It is deleted after the tests. */
const folder = mkdtempSync(join(tmpdir(), 'muster-parameters-'));
const sources = ['bin', 'lib', 'lambdas', 'packages', 'simulator', 'scripts', 'package.json'];
const config = `
import { defineConfig } from './lib/configuration/config.ts';
export default defineConfig({
  environments: [
    { name: 'prod', account: '${'0'.repeat(12)}', region: 'eu-west-1' },
    { name: 'elsewhere', account: '${'1'.repeat(12)}', region: 'eu-west-1' },
    { name: 'none', account: '${'0'.repeat(12)}', region: 'eu-central-1', overrides: { parameters: null } },
  ],
  parameters: {
    tree: { retail: { shop: { prod: { host: 'db2', port: '5432', password: { secret: true } } } } },
  },
});`;

beforeAll(() => {
  for (const source of sources) cpSync(source, join(folder, source), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'muster.config.ts'), config);
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: folder });
  put('/retail/shop/prod/host', 'db0');
  put('/retail/shop/prod/host', 'db1', { Overwrite: true, Description: 'new' });
  put('/retail/shop/prod/password', secret, { Type: 'SecureString' });
  put('/retail/shop/prod/password', `${secret}-2`, { Type: 'SecureString', Overwrite: true });
  for (let number = 10; number < 35; number += 1) put(`/retail/shop/many/p${number}`, 'v');
  for (let number = 0; number < 60; number += 1)
    put('/retail/shop/old/versions', `v${number}`, { Overwrite: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly status: number;
  readonly lines: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `muster parameters` against the served cloud. It does not block, because the server answers from this
 * very process.
 */
function run(...args: readonly string[]): Promise<Run> {
  // When a flag is given twice, the last one counts.
  const [name = '', ...rest] = args;
  const flags = [name, '--endpoint-url', served().settings.endpoint, ...rest];
  const env = {
    ...process.env,
    ...{ NO_COLOR: '1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    ...{ AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' },
  };
  const command = [join('dist', 'muster.cjs'), 'parameters', ...flags];
  return new Promise((resolveRun) => {
    execFile(process.execPath, command, { cwd: folder, env }, (error, stdout, stderr) => {
      const lines = stripVTControlCharacters(stdout).trimEnd().split('\n');
      resolveRun({ status: Number(error?.code ?? 0), lines, stdout, stderr });
    });
  });
}

describe('muster parameters list', () => {
  it('shows every version of the tree, and no value of a secret', async () => {
    const { lines, stdout, stderr, status } = await run('list');
    expect([status, stderr]).toEqual([0, '']);
    expect(lines.slice(2).map((line) => line.split(/ {2,}/))).toEqual([
      ['/retail/shop/prod/host', '1', expect.any(String), expect.any(String), 'root', 'db0'],
      ['/retail/shop/prod/host', '2', expect.any(String), expect.any(String), 'root', 'db1'],
      ['/retail/shop/prod/password', '1', 'SecureString', expect.any(String), 'root', '(secure)'],
      ['/retail/shop/prod/password', '2', 'SecureString', expect.any(String), 'root', '(secure)'],
    ]);
    expect(stdout).not.toContain(secret);
  });

  it('shows values of secrets when told to', async () => {
    expect((await run('list', '--with-decryption')).stdout).toContain(`${secret}-2`);
  });

  it('reads every page: ten parameters each, and fifty versions each', async () => {
    const { stdout } = await run('list', '/retail/shop/many', '--json');
    expect(JSON.parse(stdout)).toHaveLength(25);
    const versions: { version: number }[] = JSON.parse(
      (await run('list', '/retail/shop/old', '--json')).stdout,
    );
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 60 }, (_, n) => n + 1));
  });

  it('never shows the cipher text of a secret as its value', async () => {
    const { stdout } = await run('list', '--json');
    const secrets: object[] = JSON.parse(stdout).filter(
      ({ type }: { type: string }) => type === 'SecureString',
    );
    expect(secrets).toHaveLength(2);
    for (const each of secrets) expect(each).not.toHaveProperty('value');
  });

  it('says when there is nothing', async () => {
    expect((await run('list', '/nobody')).lines).toEqual(['No parameters.']);
  });
});

describe('muster parameters label', () => {
  it('labels a version, by default the latest, and the label moves', async () => {
    const first = await run('label', '/retail/shop/prod/host:1', 'production', 'stable');
    expect(first.lines).toEqual(['/retail/shop/prod/host version 1 is production stable.']);
    const second = await run('label', '/retail/shop/prod/host', 'production');
    expect(second.lines).toEqual(['/retail/shop/prod/host version 2 is production.']);
    const { stdout } = await run('list', '--json');
    const labels = JSON.parse(stdout).map((each: { version: number; labels: string[] }) => each.labels);
    expect(labels.slice(0, 2)).toEqual([['stable'], ['production']]);
  });

  it.each([
    [['/retail/shop/prod/host', '1st'], 'the label 1st: allowed are letters'],
    [['/retail/shop/prod/host:9', 'x'], '/retail/shop/prod/host:9: there is no such version; allowed: 1'],
    [['/retail/nobody', 'x'], '/retail/nobody: there is no such parameter'],
    [['retail', 'x'], 'retail: allowed is a name such as /a/b'],
  ])('refuses %j', async (args, message) => {
    const { status, stderr } = await run('label', ...args);
    expect(stderr).toMatch(/^muster: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe('muster parameters diff', () => {
  it('compares the account and the configuration', async () => {
    const { lines, status } = await run('diff');
    expect(lines).toEqual([
      '~ /retail/shop/prod/host',
      '    value: "db1" in the account, "db2" in the configuration',
      '    description: "new" in the account, "" in the configuration',
      '+ /retail/shop/prod/port: in the configuration only; a deployment makes it',
    ]);
    expect(status).toBe(1);
  });

  it('compares two versions, or one with the latest', async () => {
    const { lines, status } = await run('diff', '/retail/shop/prod/host:1', ':2');
    expect(lines).toEqual([
      '/retail/shop/prod/host version 1 → version 2',
      '  value: "db0" → "db1"',
      '  description: "" → "new"',
    ]);
    expect(status).toBe(1);
    expect((await run('diff', '/retail/shop/prod/host:1')).lines).toEqual(lines);
    const same = await run('diff', '/retail/shop/prod/host');
    expect([same.status, same.lines[1]]).toEqual([0, '  nothing differs']);
  });

  it('shows values of secrets only when told to', async () => {
    const hidden = await run('diff', '/retail/shop/prod/password:1', ':2');
    expect(hidden.lines[1]).toBe('  value: secure on both sides; --with-decryption compares it');
    const shown = await run('diff', '/retail/shop/prod/password:1', ':2', '--with-decryption');
    expect(shown.lines[1]).toBe(`  value: "${secret}" → "${secret}-2"`);
  });

  it("refuses credentials of another account than the environment's", async () => {
    const { status, stderr } = await run('diff', '--environment', 'elsewhere');
    expect(stderr).toBe(
      `muster: the credentials are of account ${'0'.repeat(12)}; the environment is in ${'1'.repeat(12)}\n`,
    );
    expect(status).toBe(2);
  });

  it('refuses an environment without parameters, and one that does not exist', async () => {
    expect((await run('diff', '--environment', 'none')).stderr).toBe(
      'muster: muster.config.ts declares no parameters to compare the account with\n',
    );
    expect((await run('diff', '--environment', 'x')).stderr).toBe(
      'muster: --environment x: allowed is one of muster.config.ts: prod, elsewhere, none\n',
    );
  });
});

it('reports an unreachable network in one line', async () => {
  const { stderr, status } = await run('list', '/a', '--endpoint-url', 'http://127.0.0.1:1');
  expect(stderr).toMatch(/^muster: the endpoint cannot be reached: [^\n]*\n$/);
  expect(status).toBe(2);
});

it('refuses unknown arguments', async () => {
  expect((await run('lists')).stderr).toContain("muster: unknown command 'lists'");
  expect((await run('list', '/retail//x')).stderr).toBe(
    'muster: /retail//x: allowed is a name such as /a/b, with :3 or :label for one of its versions\n',
  );
});
