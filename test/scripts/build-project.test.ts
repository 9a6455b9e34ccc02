import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A project with the smallest programs that there can be, and the scripts that build it. */
const project = mkdtempSync(join(tmpdir(), 'muster-build-project-'));
const dist = join(project, 'dist');
const write = (file: string, text: string) => writeFileSync(join(project, file), text);
const bundle = () => readFileSync(join(dist, 'muster.cjs'), 'utf8');

/** The folders that the build looks into, each with a source of this name and text. */
const files: readonly (readonly [string, string])[] = [
  ['package.json', '{ "dependencies": {} }'],
  ['bin/cdk.ts', 'console.log("app");'],
  ['bin/muster.ts', 'console.log("first");'],
  ['lambdas/sweep/sweep-handler.ts', 'export const handler = 1;'],
  ['simulator/bench/naive/wait-then-send.ts', 'export const handler = 2;'],
  ['simulator/bench/naive/send-at-once.ts', 'export const handler = 3;'],
];

beforeAll(() => {
  for (const [file, text] of files) {
    cpSync('LICENSE', join(project, file)); // makes the folders
    write(file, text);
  }
  symlinkSync(resolve('scripts'), join(project, 'scripts'));
  symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
});
afterAll(() => rmSync(project, { recursive: true }));

async function build(): Promise<number> {
  const child = spawn(process.execPath, [join('scripts', 'build.mjs')], { cwd: project, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  return code;
}

describe('a build', () => {
  it('is not made again of the same sources', async () => {
    expect(await build()).toBe(0);
    const made = () => statSync(join(dist, 'muster.cjs')).ino;
    const first = made();
    expect(await build()).toBe(0);
    expect(made()).toBe(first);
    write('bin/muster.ts', 'console.log("changed");');
    expect(await build()).toBe(0);
    expect(made()).not.toBe(first);
    expect(bundle()).toContain('changed');
  });

  it('of a project without a function removes its bundle', async () => {
    cpSync(join(project, 'lambdas', 'sweep'), join(project, 'lambdas', 'gone'), { recursive: true });
    renameSync(
      join(project, 'lambdas', 'gone', 'sweep-handler.ts'),
      join(project, 'lambdas', 'gone', 'gone-handler.ts'),
    );
    expect(await build()).toBe(0);
    expect(existsSync(join(dist, 'lambdas', 'gone', 'index.js'))).toBe(true);
    rmSync(join(project, 'lambdas', 'gone'), { recursive: true });
    expect(await build()).toBe(0);
    expect(existsSync(join(dist, 'lambdas', 'gone', 'index.js'))).toBe(false);
  });

  it('that fails leaves what was built before, and no draft', async () => {
    const before = bundle();
    write('bin/cdk.ts', 'const = 1;');
    expect(await build()).toBe(1);
    expect(bundle()).toBe(before);
    write('bin/cdk.ts', 'console.log("app");');
    expect(readdirSync(dist).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('two builds at once, while a program runs', () => {
  it('end well, and no file of dist is ever missing or half written', async () => {
    expect(await build()).toBe(0);
    for (let round = 0; round < 3; round += 1) {
      write('bin/muster.ts', `console.log("round ${round}");`);
      let isDone = false;
      const builds = Promise.all([build(), build()]).finally(() => {
        isDone = true;
      });
      let looks = 0;
      while (!isDone) {
        // What a program that runs meanwhile would load: it throws when it is missing.
        expect(bundle()).toMatch(/console\.log\("(changed|round \d)"\);\n$/);
        expect(readFileSync(join(dist, 'lambdas', 'sweep', 'index.js'), 'utf8')).toContain('handler');
        looks += 1;
        await new Promise(setImmediate);
      }
      expect(await builds).toEqual([0, 0]);
      expect(looks).toBeGreaterThan(10);
      expect(bundle()).toContain(`round ${round}`);
    }
    expect(readdirSync(dist).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
