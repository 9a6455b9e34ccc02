import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build reads: the programs, and what says which packages go into them. */
const sources = [
  ...['bin', 'lambdas', 'lib', 'packages', 'scripts', 'simulator'],
  ...['muster.config.ts', 'package-lock.json', 'package.json', 'tsconfig.json'],
];

/** A hash over every file that a build of a project reads, names and contents: other sources have another one. */
export function hashSources(project) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((path) => filesIn(project, path)))
    hash.update(`\0${file}\0`).update(readFileSync(join(project, file)));
  return hash.digest('hex');
}

/** The files of a source, which is one itself, a folder of them, or not there. A package's tests are not built. */
function filesIn(project, path) {
  const whole = join(project, path);
  if (!existsSync(whole)) return [];
  if (path.includes('.')) return [path];
  return readdirSync(whole, { withFileTypes: true })
    .filter(({ name }) => name !== 'test' && name !== 'node_modules')
    .flatMap((entry) =>
      entry.isFile() ? [join(path, entry.name)] : filesIn(project, join(path, entry.name)),
    )
    .sort();
}
