import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isRecord } from '../core/is-record.ts';
import { NotEmulatedError } from '../core/service.ts';

/** By the folder of a function and one of its folders. */
const typeOfFolder = new Map<string, boolean>();

/**
 * Whether Node.js reads a file as an ES module: by its extension, or by the nearest `package.json`. Above the folder of
 * the function (`root`) nothing counts for its own files: on Lambda there is nothing.
 */
export function isEsModule(file: string, root: string): boolean {
  if (file.endsWith('.mjs')) return true;
  return file.endsWith('.js') && isOfModules(dirname(file), root);
}

function isOfModules(folder: string, root: string): boolean {
  const key = `${root}\n${folder}`;
  const known = typeOfFolder.get(key);
  if (known !== undefined) return known;
  const manifest = join(folder, 'package.json');
  const parent = dirname(folder);
  const found = existsSync(manifest)
    ? readType(manifest) === 'module'
    : folder !== root && parent !== folder && isOfModules(parent, root);
  typeOfFolder.set(key, found);
  return found;
}

function readType(manifest: string): unknown {
  const content: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  return isRecord(content) ? content['type'] : undefined;
}

/** What an ES module has in the place of `import.meta`. */
const meta = {
  'import.meta.url': '__moduleUrl',
  'import.meta.filename': '__filename',
  'import.meta.dirname': '__dirname',
};

/**
 * An ES module as CommonJS, so that it runs with the clock and the network of its environment. esbuild, which the CDK
 * uses too, converts it; it is loaded when the first ES module comes.
 * @throws NotEmulatedError for a top-level `await`, and without esbuild.
 */
export function toCommonJs(text: string, place: string): string {
  try {
    const options = { format: 'cjs', platform: 'node', target: 'node22', define: meta };
    const more = { sourcefile: 'module.js', supported: { 'dynamic-import': false }, logLevel: 'silent' };
    const { code } = esbuild().transformSync(text, { ...options, ...more });
    return `'use strict';const __moduleUrl = 'file://' + __filename;${code}`;
  } catch (error) {
    if (error instanceof NotEmulatedError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    if (message.includes('Top-level await'))
      throw new NotEmulatedError(`a top-level await in an ES module of a function (${place})`);
    throw new SyntaxError(message);
  }
}

interface Esbuild {
  transformSync(text: string, options: object): { readonly code: string };
}

let loaded: Esbuild | undefined;

function esbuild(): Esbuild {
  loaded ??= loadEsbuild();
  return loaded;
}

function loadEsbuild(): Esbuild {
  let found: unknown;
  try {
    found = createRequire(import.meta.url)('esbuild');
  } catch {
    throw new NotEmulatedError('ES modules of functions where the package esbuild is not installed');
  }
  if (isEsbuild(found)) return found;
  throw new Error('esbuild has no transformSync');
}

function isEsbuild(value: unknown): value is Esbuild {
  return isRecord(value) && typeof value['transformSync'] === 'function';
}
