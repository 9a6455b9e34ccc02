/** Writes the table of operations into README.md, from the services as they are registered. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('..', import.meta.url));
const outfile = `${folder}dist/operations-table.cjs`;
await build({
  absWorkingDir: folder,
  entryPoints: ['scripts/operations-table.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  packages: 'external',
  define: { 'import.meta.url': '__filename' },
});
const { registeredServices, withOperations } = createRequire(import.meta.url)(outfile);
const readme = `${folder}README.md`;
writeFileSync(readme, withOperations(readFileSync(readme, 'utf8'), registeredServices()));
