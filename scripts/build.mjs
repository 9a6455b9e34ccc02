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

await Promise.all([
  ...capabilities.map((capability) =>
    build({
      ...common,
      entryPoints: [`lambdas/${capability}/handler.ts`],
      outfile: `dist/lambdas/${capability}/index.js`,
      target: 'node24',
      mainFields: ['module', 'main'],
      alias: { '@aws-sdk/credential-provider-node': './lambdas/clients/environment-credentials.ts' },
      minify: true,
    }),
  ),
  build({
    ...common,
    entryPoints: { app: 'bin/app.ts', muster: 'bin/muster.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    target: 'node20',
    packages: 'external',
  }),
]);
