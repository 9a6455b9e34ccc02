/** Writes the tables of operations and of recordings, from the services as they are registered and the tests. */
import { readFileSync, writeFileSync } from 'node:fs';
import { folder, loadBundled } from './run-bundled.mjs';

const { registeredServices, withOperations, withShares } = await loadBundled('operations-table');
const { readEvidence } = await loadBundled('evidence');
const evidence = readEvidence(folder);
for (const [file, write] of [
  ['README.md', withOperations],
  ['../../docs/fidelity.md', withShares],
])
  writeFileSync(
    `${folder}${file}`,
    write(readFileSync(`${folder}${file}`, 'utf8'), registeredServices(), evidence),
  );
