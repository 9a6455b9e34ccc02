import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { distFolder } from '../synthesized.ts';

/** The Node.js that runs the functions: this one, or the one that the environment names. */
const node24 = process.version.startsWith('v24.') ? process.execPath : process.env['NODE_24'];
if (node24 === undefined)
  process.stderr.write('skipped: the bundles are not loaded with Node.js 24 (NODE_24 names no program)\n');

/** The bundles as Lambda has them: in folders without a package.json above them. */
const task = mkdtempSync(join(tmpdir(), 'muster-task-'));
cpSync(join(distFolder(), 'lambdas'), task, { recursive: true });
afterAll(() => rmSync(task, { recursive: true }));

describe('the bundles', () => {
  it.skipIf(node24 === undefined).each(readdirSync(task))('%s is loaded by Node.js 24 in silence', (name) => {
    const load = 'process.stdout.write(process.version + typeof require(process.argv[1]).handler)';
    const { stdout, stderr } = spawnSync(node24 ?? '', ['-e', load, '--', join(task, name, 'index.js')], {
      encoding: 'utf8',
      env: { AWS_REGION: 'eu-west-1' },
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^v24\.[\d.]+function$/);
  });
});

describe('a source map', () => {
  const shapes = z.strictObject({
    version: z.literal(3),
    sources: z.array(z.string()),
    names: z.array(z.never()),
    mappings: z.string(),
  });

  it.each(readdirSync(task))('of %s has our own sources alone, without their text', (name) => {
    const text = readFileSync(join(task, name, 'index.js.map'), 'utf8');
    const { sources } = shapes.parse(JSON.parse(text));
    expect(sources).toContain(`lambdas/${name}/${name}-handler.ts`);
    expect(sources.filter((source) => !/^lambdas\/[a-z/-]+\.ts$/.test(source))).toEqual([]);
    expect(text.length).toBeLessThan(172_000);
  });

  it('lets a stack trace of a function name the line of the source that threw', () => {
    const call = `require(process.argv[1]).handler().catch(({ stack }) => console.log(stack))`;
    const { stdout } = spawnSync(
      process.execPath,
      ['--enable-source-maps', '-e', call, '--', join(task, 'onboard', 'index.js')],
      { encoding: 'utf8', env: { AWS_REGION: 'eu-west-1' } },
    );
    const [, line] = /lambdas\/onboard\/onboard-handler\.ts:(\d+)/.exec(stdout) ?? [];
    const source = readFileSync('lambdas/onboard/onboard-handler.ts', 'utf8').split('\n');
    expect(source[Number(line) - 1]).toMatch(/\w+\(/);
  });
});

describe('the programs', () => {
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));

  it.each(['app.cjs', 'muster.cjs'])('%s requires nothing that is not a dependency', (program) => {
    const text = readFileSync(join(distFolder(), program), 'utf8');
    const required = [...text.matchAll(/\brequire(?:\.resolve)?\("([^".][^"]*)"\)/g)].map(
      ([, name = '']) => name,
    );
    const packages = required.filter((name) => !isBuiltin(name)).map(packageOf);
    expect(packages.length).toBeGreaterThan(1);
    expect(packages.filter((name) => dependencies[name] === undefined)).toEqual([]);
  });
});

/** `@a/b/c` is of the package `@a/b`, `a/b` of `a`. */
function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}
