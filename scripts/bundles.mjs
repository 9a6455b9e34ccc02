import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build } from 'esbuild';
import { ownSourceMap } from './own-source-map.mjs';

/**
 * What is run, as esbuild makes it: a bundle for each function (`lambdas/<function>`), the CDK application (`app.cjs`)
 * and the command line (`muster.cjs`). Bundles are minified CommonJS with the ES modules of the SDK inside, which are
 * half the size and load in half the time (docs/decisions/0002-bundles.md).
 */
const common = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'warning', legalComments: 'none' };

/**
 * Bundles everything of a project into a folder. Fails as esbuild does, which has printed its errors; nothing is
 * written into the folder any more then.
 */
export async function bundleAll(project, folder) {
  const results = await Promise.allSettled([
    bundleFunctions(project, folder),
    bundlePrograms(project, folder, { app: 'bin/cdk.ts', muster: 'bin/muster.ts' }),
  ]);
  for (const { status, reason } of results) if (status === 'rejected') throw reason;
}

/**
 * Bundles the functions alone.
 * @param plugins of esbuild: the tests of the simulator change a source with one.
 * @param external the packages that are left out, as the SDK may be, which is in the runtime too.
 * @param isWanted says by its name whether a function is bundled; by default all are.
 */
export async function bundleFunctions(
  project,
  folder,
  { plugins = [], external = [], isWanted = () => true } = {},
) {
  const entryPoints = functionsOf(project, isWanted);
  await build({
    ...common,
    absWorkingDir: project,
    entryPoints,
    outdir: folder,
    target: 'node24',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': './lambdas/shared/clients/environment-credentials.ts',
    },
    minify: true,
    plugins,
    external,
    sourcemap: 'linked',
    sourcesContent: false, // the sources stay in the repository
  });
  for (const name of Object.keys(entryPoints)) shrinkMap(project, join(folder, `${name}.js.map`));
}

/** Leaves our own sources in a map, by their paths in the repository. */
function shrinkMap(project, file) {
  const root = dirname(realpathSync(join(project, 'lambdas')));
  const nameOf = (source) => {
    const path = relative(root, resolve(dirname(file), source)).replaceAll(sep, '/');
    return /^(node_modules|\.\.)\//.test(path) ? undefined : path;
  };
  writeFileSync(file, JSON.stringify(ownSourceMap(JSON.parse(readFileSync(file, 'utf8')), nameOf)));
}

/**
 * Bundles the command line alone, in a tenth of the time.
 * @param plugins of esbuild: tests give it another configuration with one.
 */
export async function bundleCommandLine(project, folder, plugins = []) {
  await bundlePrograms(project, folder, { muster: 'bin/muster.ts' }, plugins);
}

function bundlePrograms(project, folder, entryPoints, plugins = []) {
  return build({
    ...common,
    plugins,
    absWorkingDir: project,
    entryPoints,
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    target: 'node20',
    // `import()` of an installed CommonJS package makes Node.js parse all of it twice; `require` does not.
    supported: { 'dynamic-import': false },
    external: installedPackages(project),
    define: { 'import.meta.url': '__filename' }, // in CommonJS there is no other
  });
}

/** What npm installs beside the programs, and is therefore not in them. Our own packages are TypeScript, and are. */
function installedPackages(project) {
  const { dependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  return [
    ...Object.keys(dependencies).filter((name) => !existsSync(join(project, 'packages', name))),
    '@smithy/*',
  ];
}

/**
 * Each function's bundle, and its source. The naive forms are what the bench compares with; nothing of them is
 * deployed. All are built in one run, which reads the SDK once and not once a function.
 */
function functionsOf(project, isWanted) {
  const names = readdirSync(join(project, 'lambdas'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
    .map((entry) => entry.name)
    .filter(isWanted);
  const naiveForms = ['wait-then-send', 'send-at-once'].filter(isWanted);
  return Object.fromEntries([
    ...names.map((name) => [`lambdas/${name}/index`, `lambdas/${name}/${name}-handler.ts`]),
    ...naiveForms.map((form) => [`naive/${form}/index`, `simulator/bench/naive/${form}.ts`]),
  ]);
}
