/**
 * Compares the local cloud with recordings made on AWS, and writes the counts into recordings.json:
 * `npm run recordings -w local-cloud -- <folder>`. The folder has `tests/aws/services` of LocalStack.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { folder, loadBundled } from './run-bundled.mjs';

const [given] = process.argv.slice(2);
if (given === undefined) {
  process.stderr.write('Which folder has tests/aws/services of LocalStack?\n');
  process.exit(2);
}
const { compareRecordings, countsOf, report } = await loadBundled('compare-recordings');
const compared = await compareRecordings(resolve(process.env.INIT_CWD ?? '.', given));
const counts = countsOf(compared);
process.stdout.write(report(compared, counts));
writeFileSync(`${folder}recordings.json`, `${JSON.stringify(counts, undefined, 2)}\n`);
// What waits in the accounts of the replays is of no use any more.
process.exit();
