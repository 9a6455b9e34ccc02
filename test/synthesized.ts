import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

/** What a build and a synthesis read, from the project's root. */
const sources = [
  'agents',
  'bin',
  'cdk.json',
  'documents',
  'lambdas',
  'lib',
  'muster.config.ts',
  'package-lock.json',
  'package.json',
  'packages',
  'scripts',
  'simulator',
];

/** Where builds are kept: out of the tree's sight, gone with the next `npm ci`. */
const cacheFolder = resolve('node_modules', '.cache', 'muster');

/** How many builds are kept. More than one, since tests of another state of the sources may still run. */
const buildsKept = 16;

/** What `scripts/build.mjs` makes: `app.cjs`, `muster.cjs` and `lambdas/<function>/index.js`. */
export function distFolder(): string {
  return join(builtFolder(), 'dist');
}

/** The cloud assembly (`cdk.out`) of `muster.config.ts`, synthesized by the built application as `cdk synth` does. */
export function assemblyFolder(): string {
  return join(builtFolder(), 'cdk.out');
}

/** The same with some fields of `muster.config.ts` replaced, by the context that `bin/cdk.ts` reads. */
export function assemblyFolderWith(settings: Readonly<Record<string, unknown>>): string {
  const context = { 'muster:settings': JSON.stringify(settings) };
  const name = createHash('sha256').update(JSON.stringify(context)).digest('hex').slice(0, 8);
  const folder = join(builtFolder(), `cdk.out.${name}`);
  if (!existsSync(folder)) make(folder, (draft) => synthesize(draft, builtFolder(), context));
  return folder;
}

let built: string | undefined;

/**
 * Builds and synthesizes once for each state of the sources, in a folder of its own: `dist` and `cdk.out` of the tree
 * are not touched, and test files that run side by side cannot disturb each other (the first to finish is kept).
 */
function builtFolder(): string {
  if (built !== undefined) return built;
  const folder = join(cacheFolder, hashOf(sources));
  if (!existsSync(folder)) {
    make(folder, buildAndSynthesize);
    forgetOldBuilds();
  }
  built = folder;
  return folder;
}

/** Fills a draft and gives it its name, whole or not at all. */
function make(folder: string, fill: (draft: string) => void): void {
  mkdirSync(cacheFolder, { recursive: true });
  const draft = mkdtempSync(join(cacheFolder, 'draft-'));
  try {
    fill(draft);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another test file was quicker
  }
}

function forgetOldBuilds(): void {
  // Drafts are somebody's work: whoever makes one removes it.
  const newestFirst = readdirSync(cacheFolder)
    .filter((name) => !name.startsWith('draft-'))
    .map((name) => join(cacheFolder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of newestFirst.slice(buildsKept)) rmSync(old, { recursive: true, force: true });
}

/** The same script and the same application as everywhere, run in a folder that shows the sources by links. */
function buildAndSynthesize(folder: string): void {
  for (const name of [...sources, 'node_modules']) symlinkSync(resolve(name), join(folder, name));
  run(folder, [resolve('scripts', 'build.mjs')], {});
  synthesize(join(folder, 'cdk.out'), folder, {});
}

/** Runs the application that was built in `project`, with its context and more. */
export function synthesize(outdir: string, project: string, more: Readonly<Record<string, string>>): void {
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  run(project, ['dist/app.cjs'], {
    CDK_OUTDIR: outdir,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...more }),
    CDK_VALIDATION: 'false', // test/lib/app/validation.test.ts does it
  });
}

function run(folder: string, args: readonly string[], environment: Readonly<Record<string, string>>): void {
  const { CDK_DEFAULT_ACCOUNT: _, CDK_DEFAULT_REGION: __, ...inherited } = process.env;
  execFileSync(process.execPath, args, { cwd: folder, env: { ...inherited, ...environment }, stdio: 'pipe' });
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths.flatMap(filesIn)) hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

function filesIn(path: string): string[] {
  if (path.includes('.')) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
