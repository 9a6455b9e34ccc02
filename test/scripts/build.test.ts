import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A project that has another muster.config.ts, but is otherwise this one. */
let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'muster-build-'));
  for (const name of ['bin', 'lib', 'lambdas', 'packages', 'simulator'])
    cpSync(name, join(project, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
  symlinkSync(resolve('package.json'), join(project, 'package.json'));
});
afterAll(() => rmSync(project, { recursive: true }));

function buildWith(config: string) {
  writeFileSync(join(project, 'muster.config.ts'), config);
  const script = resolve('scripts', 'build.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: project,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('scripts/build.mjs', () => {
  it('refuses a configuration that is no TypeScript: the place, exit code 1, no stack trace', () => {
    const { status, stdout, stderr } = buildWith('export default {\n  launchDelaySeconds: 180;\n};\n');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('muster.config.ts:2:25');
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('refuses a configuration without a default export, and says what is allowed', () => {
    const { status, stderr } = buildWith('export const config = {};\n');
    expect(status).toBe(1);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      'muster.config.ts: there is no default export; allowed: export default defineConfig({ ... })',
    );
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
