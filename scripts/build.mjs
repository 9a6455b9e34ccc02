/**
 * Builds what is run: a bundle for each function (dist/lambdas/<capability>), the CDK application (dist/app.cjs) and
 * the command line (dist/muster.cjs). Bundles are minified CommonJS with the ES modules of the SDK inside, which are
 * half the size and load in half the time (docs/decisions/0002-bundles.md).
 */
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const capabilities = readdirSync('lambdas', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['clients', 'domain'].includes(entry.name))
  .map((entry) => entry.name);

rmSync('dist', { recursive: true, force: true });

const common = { bundle: true, platform: 'node', format: 'cjs', logLevel: 'warning', legalComments: 'none' };

/**
 * Each function's bundle, and its source. The naive forms are what the bench compares with; nothing of them is
 * deployed. All are built in one run, which reads the SDK once and not once a function.
 */
const functions = Object.fromEntries([
  ...capabilities.map((capability) => [`lambdas/${capability}/index`, `lambdas/${capability}/handler.ts`]),
  ...['wait-then-send', 'send-at-once'].map((form) => [
    `naive/${form}/index`,
    `local/simulator/naive/${form}.ts`,
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
      alias: { '@aws-sdk/credential-provider-node': './lambdas/clients/environment-credentials.ts' },
      minify: true,
    }),
    build({
      ...common,
      entryPoints: { app: 'bin/app.ts', muster: 'bin/muster.ts' },
      outdir: 'dist',
      outExtension: { '.js': '.cjs' },
      target: 'node20',
      packages: 'external',
    }),
  ]);
}
