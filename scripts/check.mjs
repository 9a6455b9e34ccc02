import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/**
 * `npm run check`: types, lint and form, what nobody uses. All run at once, which is quicker, and each prints its output
 * when it has ended, so that the outputs do not mix. Fails if one of them does.
 */
const checks = [
  // Each of the four threads that tsc has otherwise works out types anew. On two cores that only costs the others time.
  ['tsc', '--pretty', ...(availableParallelism() <= 2 ? ['--singleThreaded'] : [])],
  ['biome', 'check', '--error-on-warnings', '--colors=force'],
  ['knip', '--no-config-hints'],
  ['knip', '--no-config-hints', '--production', '--include', 'files'],
];

const notInstalled = 'the packages are not installed; type: npm ci';

/** Runs a program of node_modules/.bin, which npm has put into PATH. */
function run([program, ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => reject(error.code === 'ENOENT' ? new Error(notInstalled) : error));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(chunks));
      resolve(code === 0);
    });
  });
}

try {
  const results = await Promise.all(checks.map(run));
  process.exitCode = results.every(Boolean) ? 0 : 1;
} catch (error) {
  if (error.message !== notInstalled) throw error;
  process.stderr.write(`check: ${notInstalled}\n`);
  process.exitCode = 1;
}
