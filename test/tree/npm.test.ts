import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Another project, with the .npmrc of this one. */
const folder = mkdtempSync(join(tmpdir(), 'muster-npm-'));
const npm = (...args: readonly string[]) => spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });

beforeAll(() => {
  cpSync('.npmrc', join(folder, '.npmrc'));
  const scripts = { start: 'node -p 1 --' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'other', version: '1.0.0', scripts }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('.npmrc (docs/decisions/0017)', () => {
  it('lets an npm ci that fails be heard, on stderr', () => {
    const { status, stderr } = npm('ci'); // there is no package-lock.json
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/^npm error .*package-lock\.json/m);
  });

  it('leaves the stdout of a script to its program', () => {
    const { status, stdout, stderr } = npm('start', '--', '--json');
    expect([status, stdout]).toEqual([0, '1\n']);
    expect(stderr).toContain('> other@1.0.0 start');
  });
});
