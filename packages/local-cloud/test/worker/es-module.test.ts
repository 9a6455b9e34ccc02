import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../src/core/service.ts';
import { writeBundle } from '../cloud-bench.ts';
import { payloadOf, sandboxBench } from './sandbox-bench.ts';

/** The folder of a function with these files. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = writeBundle('');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** What the handler returns. */
async function resultOf(files: Readonly<Record<string, string>>, handler = 'app.handler'): Promise<unknown> {
  const bench = sandboxBench();
  return payloadOf(await bench.call(bench.loadFolder(folderOf(files), handler)));
}

describe('a function in ES modules', () => {
  it('is a file .mjs, with its time and its modules of Node.js', async () => {
    const text = `import { createHash } from 'node:crypto';
      import * as path from 'path';
      const load = async () => (await import('./lib.mjs')).default;
      export const handler = async () => [new Date().getFullYear(), path.basename(import.meta.url),
        import.meta.dirname, createHash('md5').update('x').digest('hex').length, (await load())(20)];`;
    const lib = 'export default function twice(n) { return 2 * n + (this === undefined ? 1 : 0); }';
    expect(await resultOf({ 'app.mjs': text, 'lib.mjs': lib })).toEqual([
      ...[2026, 'app.mjs', '/var/task', 32, 41],
    ]);
  });

  it('is a file .js below a package.json of modules, in strict mode, and its parts may be CommonJS', async () => {
    const files = {
      'package.json': '{"type": "module"}',
      'src/app.js': `import old, { named } from './old.cjs';
        import compiled from './compiled.cjs';
        import settings from './settings.json' with { type: 'json' };
        import { later } from './circle.js';
        export let count = 0;
        const isStrict = (function () { return this === undefined; })();
        export const main = () => { count += 1; return [old.named, named, compiled.default, settings.n, later(), isStrict]; };`,
      'src/circle.js': "import { count } from './app.js'; export const later = () => count;",
      'src/old.cjs': "module.exports = { named: 'old' };",
      'src/compiled.cjs': "exports.__esModule = true; exports.default = 'compiled';",
      'src/settings.json': '{"n": 3}',
    };
    expect(await resultOf(files, 'src/app.main')).toEqual(['old', 'old', 'compiled', 3, 1, true]);
  });

  it('is none for a package.json of the project around it, as on Lambda', async () => {
    const project = folderOf({
      'package.json': '{"type": "module"}',
      'task/app.js': 'sloppy = typeof this; exports.handler = async () => sloppy;',
    });
    const bench = sandboxBench();
    expect(payloadOf(await bench.call(bench.loadFolder(join(project, 'task'), 'app.handler')))).toBe(
      'object',
    );
  });

  it('may be a bundle that makes its own require', async () => {
    const bundle = `import { createRequire } from 'module'; const require = createRequire(import.meta.url);
      const { part } = require('./part.cjs'); export const handler = () => part + require('util').format('%d', 1);`;
    expect(await resultOf({ 'app.mjs': bundle, 'part.cjs': "exports.part = 'p';" })).toBe('p1');
  });

  it('refuses a top-level await by its name, which CommonJS cannot have', () => {
    const folder = folderOf({ 'app.mjs': 'const x = await 1; export const handler = () => x;' });
    const load = () => sandboxBench().loadFolder(folder, 'app.handler');
    expect(load).toThrow(NotEmulatedError);
    expect(load).toThrow(/a top-level await in an ES module of a function \(.*app\.mjs\)/);
  });

  it('fails when it is no JavaScript', () => {
    const folder = folderOf({ 'app.mjs': 'export const = 1;' });
    expect(() => sandboxBench().loadFolder(folder, 'app.handler')).toThrow(SyntaxError);
  });
});
