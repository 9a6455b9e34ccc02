import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { distFolder } from '../synthesized.ts';

const sources = [
  ...['bin', 'lib', 'lambdas', 'packages', 'simulator', 'documents', 'scripts', 'node_modules'],
  ...['muster.config.ts', 'cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json', '.npmrc'],
];

/**
 * A folder that looks like the project, deleted after the tests. Programs run there and not in the tree,
 * because they write `dist` and `cdk.out`. The CDK lets only one of them write at a time.
 */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'muster-project-'));

  constructor() {
    for (const name of sources) symlinkSync(resolve(name), join(this.folder, name));
  }

  /** Links the result of `npm run build`, without building it again. */
  linkBuild(): void {
    symlinkSync(distFolder(), join(this.folder, 'dist'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
