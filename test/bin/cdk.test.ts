import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distFolder } from '../synthesized.ts';

/** A project like this one, with another muster.config.ts. */
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'muster-bin-'));
  for (const name of ['bin', 'lib', 'lambdas', 'node_modules']) {
    symlinkSync(resolve(name), join(project, name));
  }
  cpSync('documents', join(project, 'documents'), { recursive: true });
  mkdirSync(join(project, 'dist'));
  symlinkSync(join(distFolder(), 'lambdas'), join(project, 'dist', 'lambdas'));
});
afterAll(() => rmSync(project, { recursive: true }));

/** Builds the application with the configuration and runs it as `cdk synth` does. */
async function synthesizeWith(config: string, environment: Readonly<Record<string, string>> = {}) {
  writeFileSync(join(project, 'muster.config.ts'), `export default ${config};`);
  await build({
    entryPoints: [join(project, 'bin', 'cdk.ts')],
    outfile: join(project, 'dist', 'app.cjs'),
    absWorkingDir: project,
    preserveSymlinks: true,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'silent',
  });
  const { CDK_DEFAULT_ACCOUNT: _, CDK_DEFAULT_REGION: __, ...inherited } = process.env;
  const outdir = join(project, 'cdk.out');
  rmSync(outdir, { recursive: true, force: true });
  const env = { ...inherited, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false', ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/app.cjs'], {
    cwd: project,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr, outdir };
}

const agent = `{ AgentName: 'agent', AgentVersion: '1.0', ServiceName: 'agent',
  Packages: 'any/x86_64=https://packages.example.com/agent.tar.gz#' + '0'.repeat(64) }`;
const documents = `documents: { InstallAgentLinux: ${agent}, InstallAgentWindows: ${agent} }`;

describe('bin/cdk.ts', () => {
  it('synthesizes for any account and region when neither is known', async () => {
    const { status, stderr, outdir } = await synthesizeWith(`{ ${documents} }`);
    expect([status, stderr]).toEqual([0, '']);
    const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
    expect(manifest.artifacts.MusterOnboarding.environment).toBe('aws://unknown-account/unknown-region');
  });

  it('takes account and region from CDK_DEFAULT_ACCOUNT and CDK_DEFAULT_REGION', async () => {
    const account = '0'.repeat(12);
    const variables = { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: 'eu-central-1' };
    const { status, outdir } = await synthesizeWith(`{ ${documents} }`, variables);
    expect(status).toBe(0);
    const manifest = JSON.parse(readFileSync(join(outdir, 'manifest.json'), 'utf8'));
    expect(manifest.artifacts.MusterOnboarding.environment).toBe(`aws://${account}/eu-central-1`);
  });

  it('takes other values of settings from the context muster:settings, and checks them', async () => {
    const context = (settings: object) => ({
      CDK_CONTEXT_JSON: JSON.stringify({ 'muster:settings': JSON.stringify(settings) }),
    });
    const fast = await synthesizeWith(
      `{ launchDelaySeconds: 90, ${documents} }`,
      context({ launchDelaySeconds: 33 }),
    );
    expect(fast.status).toBe(0);
    const template = readFileSync(join(fast.outdir, 'MusterOnboarding.template.json'), 'utf8');
    expect(template).toMatch(/"DelaySeconds": 33\b/);
    const wrong = await synthesizeWith(`{ ${documents} }`, context({ launchDelaySeconds: 901 }));
    expect([wrong.status, wrong.stderr]).toEqual([1, expect.stringContaining('received 901')]);
  });

  it('refuses a context muster:settings that is not a JSON object, in one line', async () => {
    const variables = { CDK_CONTEXT_JSON: JSON.stringify({ 'muster:settings': '[1' }) };
    const { status, stderr } = await synthesizeWith(`{ ${documents} }`, variables);
    expect([status, stderr.trimEnd().split('\n').at(-1)]).toEqual([
      1,
      '  context muster:settings: received [1; allowed: a JSON object of fields of muster.config.ts',
    ]);
  });

  it('refuses a wrong configuration: every mistake on stderr, no stack trace, no template, exit code 1', async () => {
    const { status, stdout, stderr, outdir } = await synthesizeWith(
      '{ launchDelaySeconds: 901, documents: {} }',
    );
    expect([status, stdout]).toEqual([1, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toBe('muster.config.ts has 9 mistakes; nothing was synthesized:');
    expect(lines[1]).toBe(
      '  launchDelaySeconds: received 901; allowed: a whole number of seconds from 0 to 900',
    );
    expect(lines).toHaveLength(10);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(outdir).filter((file) => file.endsWith('.template.json'))).toEqual([]);
  });

  it('treats a file as ours even if its name begins like those of AWS', async () => {
    const file = join(project, 'documents', 'command', 'amazon-agent.yaml');
    cpSync('documents/command/install-agent-linux.yaml', file);
    const profiles = `profiles: [{ name: 'all', documents: { Linux: { document: 'AmazonAgent' } } }]`;
    const values = documents.replace('documents: {', `documents: { AmazonAgent: ${agent},`);
    const { stderr, outdir } = await synthesizeWith(`{ ${profiles}, ${values} }`);
    rmSync(file);
    expect(stderr).toBe('');
    const template = readFileSync(join(outdir, 'MusterOnboarding.template.json'), 'utf8');
    expect(template).toContain(':document/Muster-AmazonAgent');
    expect(template).not.toContain(':document/AmazonAgent');
  });

  it.each(['collect-logs.yml', 'Collect-Logs.yaml', 'collect--logs.yaml', 'collect_logs.yaml', 'notes.txt'])(
    'refuses the file %s among the documents by its name, with exit code 1 and no stack trace',
    async (name) => {
      const file = join(project, 'documents', 'command', name);
      writeFileSync(file, '');
      const { status, stderr } = await synthesizeWith(`{ ${documents} }`);
      rmSync(file);
      expect(status).toBe(1);
      expect(stderr).toBe(
        `documents/command/${name}: the name: received "${name}", allowed: small letters and digits, with single ` +
          'dashes between words, ending with .yaml\n',
      );
    },
  );
});
