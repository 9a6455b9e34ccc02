/** Writes the table of operations into README.md, from the services as they are registered. */
import { readFileSync, writeFileSync } from 'node:fs';
import { folder, loadBundled } from './run-bundled.mjs';

const { registeredServices, withOperations } = await loadBundled('operations-table');
const readme = `${folder}README.md`;
writeFileSync(readme, withOperations(readFileSync(readme, 'utf8'), registeredServices()));
