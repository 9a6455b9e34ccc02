import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { bundleAll } from './bundles.mjs';
import { hashSources } from './hash-sources.mjs';

/** Names the sources that `dist` is built of. It is written last: a build that was stopped is not taken for one. */
const stampName = 'sources.sha256';
const draftPrefix = '.draft-';

/** True when `dist` is built of the sources as they are now. */
export function isBuilt(project) {
  const stamp = join(project, 'dist', stampName);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashSources(project);
}

/**
 * Builds `dist`, unless it is built already. Gives false when the sources cannot be built; the errors are printed, and
 * the `dist` that was there stays.
 *
 * Several builds may run at once, and programs may run from `dist` meanwhile: each build is made in a draft, and its
 * files are renamed into their places one by one, so that none is ever missing or half written. A draft of sources that
 * have changed since is thrown away: the drafts that are put in place at the same time are therefore the same.
 */
export async function buildProject(project) {
  const dist = join(project, 'dist');
  while (!isBuilt(project)) {
    mkdirSync(dist, { recursive: true });
    const draft = mkdtempSync(join(dist, draftPrefix));
    try {
      const hash = hashSources(project);
      await bundleAll(project, draft);
      if (hashSources(project) !== hash) continue;
      writeFileSync(join(draft, stampName), hash);
      putInPlace(draft, dist);
    } catch (error) {
      if (!Array.isArray(error.errors)) throw error; // a mistake of ours; what esbuild refuses, it has printed
      explain(error.errors);
      return false;
    } finally {
      rmSync(draft, { recursive: true });
    }
  }
  return true;
}

/** What esbuild says of a configuration without its default export is about the program that imports it. */
function explain(errors) {
  const problem = 'No matching export in "muster.config.ts" for import "default"';
  if (errors.some(({ text }) => text.startsWith(problem)))
    process.stderr.write(
      'muster.config.ts: there is no default export; allowed: export default defineConfig({ ... })\n',
    );
}

/** Moves the files of a draft over those of `dist`, the stamp last, and removes what the draft does not have. */
function putInPlace(draft, dist) {
  const made = filesIn(draft);
  const old = filesIn(dist).filter((file) => !made.includes(file));
  for (const file of [...made.filter((name) => name !== stampName), stampName]) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    renameSync(join(draft, file), join(dist, file));
  }
  for (const file of old) rmSync(join(dist, file), { force: true });
}

/** The files under a folder, without the drafts in it. */
function filesIn(folder, path = '') {
  return readdirSync(join(folder, path), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith(draftPrefix))
    .flatMap((entry) => {
      const inner = join(path, entry.name);
      return entry.isDirectory() ? filesIn(folder, inner) : [inner];
    });
}
