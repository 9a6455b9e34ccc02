import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { distFolder } from '../synthesized.ts';
import { Project } from './project.ts';

function run(folder: string, command: string, ...args: readonly string[]) {
  const { CDK_VALIDATION: _, ...environment } = process.env; // a user's shell has none
  return spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...environment, NO_COLOR: '1' } });
}

/** An empty folder, deleted at the end of the test. */
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'muster-entry-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('help', () => {
  it.each([
    ['node', 'bin/entry.mjs', 'local', '--help'],
    ['npm', 'start', '--', '--help'],
    ['npm', 'run', 'simulate', '--', '-h'],
    ['npm', 'run', 'muster', '--', 'help', 'bench'],
  ])('%s %s %s %s %s is printed without a build', (command, ...args) => {
    const project = new Project();
    onTestFinished(() => project.remove());
    const { status, stdout } = run(project.folder, command, ...args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Usage: muster /);
    expect(existsSync(join(project.folder, 'dist'))).toBe(false);
  });
});

describe('a checkout', () => {
  it('without its packages says in one line to install them, with exit code 2', () => {
    const folder = emptyFolder();
    for (const source of ['bin', 'scripts']) cpSync(source, join(folder, source), { recursive: true });
    const { status, stdout, stderr } = run(folder, 'node', 'bin/entry.mjs', 'local');
    expect([status, stdout, stderr]).toEqual([
      2,
      '',
      'muster: the packages are not installed; type: npm ci\n',
    ]);
  });

  it('without its packages cannot be built or checked, and says so in one line', () => {
    const folder = emptyFolder();
    cpSync('scripts', join(folder, 'scripts'), { recursive: true });
    for (const program of ['build', 'check']) {
      const environment = { ...process.env, PATH: dirname(process.execPath) };
      const { status, stderr } = spawnSync(process.execPath, [`scripts/${program}.mjs`], {
        ...{ cwd: folder, encoding: 'utf8', env: environment },
      });
      expect([status, stderr]).toEqual([1, `${program}: the packages are not installed; type: npm ci\n`]);
    }
  });

  it.each(['bin/entry.mjs', 'scripts/build.mjs'])(
    'that is read-only is told by %s in one line',
    (program) => {
      const project = new Project();
      onTestFinished(() => project.remove());
      const preload = join(project.folder, 'read-only.mjs');
      writeFileSync(
        preload,
        `import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      fs.mkdirSync = (path) => {
        throw Object.assign(new Error(\`EROFS: read-only file system, mkdir '\${path}'\`), { code: 'EROFS' });
      };
      syncBuiltinESMExports();`,
      );
      const { status, stdout, stderr } = run(project.folder, 'node', '--import', preload, program, 'local');
      expect([status, stdout]).toEqual([program.startsWith('bin') ? 2 : 1, '']);
      expect(stderr).toMatch(
        /^\w+: .*EROFS: read-only file system.*; use a folder that can be written to\n$/,
      );
    },
  );

  it('that cannot be built says where, with exit code 2', () => {
    const project = new Project();
    onTestFinished(() => project.remove());
    rmSync(join(project.folder, 'muster.config.ts'));
    cpSync('LICENSE', join(project.folder, 'muster.config.ts'));
    rmSync(join(project.folder, 'bin'));
    cpSync('bin', join(project.folder, 'bin'), { recursive: true });
    const { status, stdout, stderr } = run(project.folder, 'node', resolve('bin', 'entry.mjs'), 'local');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('muster.config.ts:1:');
    expect(stderr).toMatch(/^muster: the project could not be built$/m);
  });
});

describe('an installed package', () => {
  const manifest = z.object({ files: z.array(z.string()), bin: z.object({ muster: z.string() }) });

  it('runs in an empty folder, where it writes the assembly', () => {
    const { files, bin } = manifest.parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const folder = emptyFolder();
    const installed = join(folder, 'node_modules', 'muster');
    for (const file of ['package.json', ...files]) {
      const source = file === 'dist' ? distFolder() : file;
      cpSync(source, join(installed, file), { recursive: true });
    }
    symlinkSync(resolve('node_modules'), join(installed, 'node_modules'));
    const validation = join(folder, 'validation');
    const tell = `require('fs').writeFileSync(${JSON.stringify(validation)}, String(process.env.CDK_VALIDATION));`;
    appendFileSync(join(installed, 'dist', 'app.cjs'), tell);
    const { status, stdout, stderr } = run(
      folder,
      'node',
      join(installed, bin.muster),
      ...['local', '--launches', '30', '--json'],
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ launched: 30, accounted: true });
    expect(existsSync(join(folder, 'cdk.out', 'manifest.json'))).toBe(true);
    // The CDK did not validate it, which takes seven seconds.
    expect(readFileSync(validation, 'utf8')).toBe('false');
    expect(existsSync(join(dirname(bin.muster), 'cdk.out'))).toBe(false);
  });
});
