/**
 * Builds the command, dist/local-cloud.cjs, which runs from a checkout after `npm ci` without a TypeScript loader. The
 * SDK is not bundled: npm installs it. The root's build and `npm run build -w local-cloud` call this.
 */
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('.', import.meta.url));
const { dependencies } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));

/** Builds the command into `dist` of this package. */
export async function buildCommand() {
  rmSync(`${folder}dist`, { recursive: true, force: true });
  await build({
    absWorkingDir: folder,
    entryPoints: { 'local-cloud': 'bin/local-cloud.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: Object.keys(dependencies),
    define: { 'import.meta.url': '__filename' }, // in CommonJS there is no other
    logLevel: 'warning',
    legalComments: 'none',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildCommand();
