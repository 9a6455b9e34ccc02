import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The folder of the package. */
export const folder = fileURLToPath(new URL('..', import.meta.url));

/** Bundles a program of `scripts/` into `dist/`, and gives what it exports, unless somebody else loads it. */
export async function loadBundled(name, { isLoaded = true } = {}) {
  const outfile = `${folder}dist/${name}.cjs`;
  await build({
    absWorkingDir: folder,
    entryPoints: [`scripts/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    define: { 'import.meta.url': '__filename' },
  });
  return isLoaded ? createRequire(import.meta.url)(outfile) : undefined;
}
