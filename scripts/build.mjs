/**
 * Builds what is run: a bundle for each function (dist/lambdas/<function>), the CDK application (dist/app.cjs) and
 * the command line (dist/muster.cjs). Bundles are minified CommonJS with the ES modules of the SDK inside, which are
 * half the size and load in half the time (docs/decisions/0002-bundles.md).
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const functionNames = readdirSync('lambdas', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared')
  .map((entry) => entry.name);

/** What npm installs beside the programs, and is therefore not in them. Our own packages are TypeScript, and are. */
const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const external = Object.keys(dependencies).filter((name) => !existsSync(`packages/${name}`));

rmSync('dist', { recursive: true, force: true });

const common = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'warning', legalComments: 'none' };

/**
 * Each function's bundle, and its source. The naive forms are what the bench compares with; nothing of them is
 * deployed. All are built in one run, which reads the SDK once and not once a function.
 */
const functions = Object.fromEntries([
  ...functionNames.map((name) => [`lambdas/${name}/index`, `lambdas/${name}/${name}-handler.ts`]),
  ...['wait-then-send', 'send-at-once'].map((form) => [
    `naive/${form}/index`,
    `simulator/bench/naive/${form}.ts`,
  ]),
]);

try {
  await buildAll();
} catch (error) {
  // esbuild has printed its errors, with file, line and column; anything else is a mistake of ours.
  if (!Array.isArray(error.errors)) throw error;
  if (
    error.errors.some(({ text }) =>
      text.startsWith('No matching export in "muster.config.ts" for import "default"'),
    )
  )
    process.stderr.write(
      'muster.config.ts: there is no default export; allowed: export default defineConfig({ ... })\n',
    );
  process.exitCode = 1;
}

async function buildAll() {
  await Promise.all([
    build({
      ...common,
      entryPoints: functions,
      outdir: 'dist',
      target: 'node24',
      mainFields: ['module', 'main'],
      alias: { '@aws-sdk/credential-provider-node': './lambdas/shared/clients/environment-credentials.ts' },
      minify: true,
    }),
    build({
      ...common,
      entryPoints: { app: 'bin/cdk.ts', muster: 'bin/muster.ts' },
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      target: 'node20',
      external: [...external, '@smithy/*'],
    }),
  ]);
}
