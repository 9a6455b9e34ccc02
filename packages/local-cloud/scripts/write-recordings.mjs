/**
 * Compares the local cloud with recordings made on AWS, and writes the counts into recordings.json:
 * `npm run recordings -w local-cloud -- <LocalStack> [<dynalite>]`. The first folder has `tests/aws/services` of
 * LocalStack, the second is a clone of dynalite after `npm install`. Without it, what was counted of DynamoDB stays.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { folder, loadBundled } from './run-bundled.mjs';

const [localStack, dynalite] = process.argv
  .slice(2)
  .map((each) => resolve(process.env.INIT_CWD ?? '.', each));
if (localStack === undefined) {
  process.stderr.write('Which folder has tests/aws/services of LocalStack?\n');
  process.exit(2);
}
const { compareRecordings, comparisonsOf, countsOf, report } = await loadBundled('compare-recordings');
const compared = await compareRecordings(localStack);
if (dynalite !== undefined) compared.push(...comparisonsOf(await answersOf(dynalite)));
const counts = countsOf(compared);
process.stdout.write(report(compared, counts));
const file = `${folder}recordings.json`;
const known = JSON.parse(readFileSync(file, 'utf8'));
writeFileSync(file, `${JSON.stringify({ ...known, ...counts }, undefined, 2)}\n`);
// What waits in the accounts of the replays is of no use any more.
process.exit();

/** Runs dynalite's tests of what the local cloud has, against the local cloud. */
async function answersOf(clone) {
  await loadBundled('dynalite-tests', { isLoaded: false });
  const results = mkdtempSync(join(tmpdir(), 'dynalite-'));
  const tests = [
    'getItem',
    'putItem',
    'updateItem',
    'deleteItem',
    'query',
    'scan',
    'batchGetItem',
    'batchWriteItem',
  ];
  const others = ['describeTable', 'describeTimeToLive', 'listTables'];
  const env = { ...process.env, DYNALITE_RESULTS: join(results, 'answers') };
  const words = ['--require', 'should', '--require', `${folder}dist/dynalite-tests.cjs`, '--reporter', 'dot'];
  const files = [...tests, ...others].map((name) => `test/${name}.js`);
  spawnSync('node_modules/.bin/mocha', [...words, '-t', '8s', '--exit', ...files], { cwd: clone, env });
  const answers = readFileSync(env.DYNALITE_RESULTS, 'utf8');
  rmSync(results, { recursive: true });
  return answers;
}
