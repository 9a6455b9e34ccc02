import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everything } from '../lib/everything.ts';
import { synthesize } from '../lib/synthesize.ts';
import { assemblyFolder, distFolder } from '../synthesized.ts';

const isTemplate = (file: string) => file.endsWith('.template.json');
const templates = readdirSync(assemblyFolder()).filter(isTemplate);

/** Writes the template of every stack with everything on, in no place yet, and gives the files. */
function writeEverything(folder: string): string[] {
  return [...synthesize(everything)].map(([id, template]) => {
    const file = join(folder, `${id}.template.json`);
    writeFileSync(file, JSON.stringify(template.toJSON()));
    return file;
  });
}

/** The findings of cfn-lint in every template, and in a wrong one; undefined where it is not installed. */
function lint():
  | { readonly right: string; readonly wrong: string; readonly status: number | null }
  | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'muster-cfn-lint-'));
  try {
    const right = readFileSync(join(assemblyFolder(), 'MusterOnboarding.template.json'), 'utf8');
    const wrongFile = join(folder, 'wrong.template.json');
    writeFileSync(wrongFile, right.replace('"DelaySeconds": 180', '"DelaySeconds": 901'));
    // W3005 is about a dependency that is also implied: the CDK writes them.
    const options = ['-i', 'W3005', '--non-zero-exit-code', 'error', '--format', 'parseable'];
    const given = templates.map((file) => join(assemblyFolder(), file));
    const files = [...given, ...writeEverything(folder), wrongFile];
    const { status, stdout, stderr } = spawnSync('cfn-lint', [...options, '--', ...files], {
      encoding: 'utf8',
    });
    if (status === null || status === 127) return undefined;
    const findings = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
    const isWrong = (line: string) => line.startsWith(wrongFile);
    return {
      right: findings.filter((line) => !isWrong(line)).join('\n'),
      wrong: findings.filter(isWrong).join('\n'),
      status,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const findings = lint();
if (findings === undefined)
  process.stdout.write('skipped: cfn-lint is not installed (pip install cfn-lint)\n');

describe('the synthesized templates', () => {
  it('are there', () => {
    expect(templates).toEqual(['MusterOnboarding.template.json']);
  });

  it.skipIf(findings === undefined)('pass cfn-lint, with everything on as well', () => {
    expect(findings?.right).toBe('');
  });

  it.skipIf(findings === undefined)('would not pass it with a delay of 901 s', () => {
    expect(findings?.wrong).toContain('901');
    expect(findings?.status).not.toBe(0);
  });
});

describe('the bundles', () => {
  const bundles = readdirSync(join(distFolder(), 'lambdas'));

  it.each(bundles)('%s is small enough to start quickly', (capability) => {
    const bytes = statSync(join(distFolder(), 'lambdas', capability, 'index.js')).size;
    // The EC2 client is most of the six that look at instances; recheck has IAM's on top, for the causes, and SQS's.
    const limits: Readonly<Record<string, number>> = {
      onboard: 1_056_000,
      sweep: 1_028_000,
      recheck: 1_194_000,
      'patch-report': 1_100_000,
      'mark-installed': 910_000,
      'mark-patchable': 910_000,
      'role-access': 830_000,
      notice: 1_020_000,
    };
    expect(bytes).toBeLessThan(limits[capability] ?? 500_000);
    expect(bytes).toBeGreaterThan(1_000);
  });

  it('are those of the functions', () => {
    expect(bundles).toEqual([
      ...['document-version', 'follow-up', 'kept-roster', 'launch-gate', 'mark-installed'],
      ...[
        'mark-patchable',
        'notice',
        'onboard',
        'parameter-names',
        'patch-report',
        'recheck',
        'role-access',
        'secure-parameter',
      ],
      ...['session-preferences', 'singletons', 'sweep', 'trigger'],
    ]);
  });
});
