import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOutside, type Program, packageFolder, programsIn } from './package-folder.ts';

const { dependencies, devDependencies } = JSON.parse(
  readFileSync(join(packageFolder, 'package.json'), 'utf8'),
);

function wrongImports(programs: readonly Program[], packages: readonly string[]): string[] {
  return programs.flatMap(({ file, imports }) =>
    imports
      .filter((target) => isOutside(target) || !isAllowed(target, packages))
      .map((target) => `${file} imports ${target}`),
  );
}

function isAllowed(target: string, packages: readonly string[]): boolean {
  const isOwn = /^(bin|scripts|src|test)\//.test(target);
  return isOwn || target.startsWith('node:') || packages.some((name) => `${target}/`.startsWith(`${name}/`));
}

describe('what the package imports', () => {
  it('is its own files, Node.js, or a declared dependency', () => {
    const programs = programsIn('src', 'bin');
    expect(programs.length).toBeGreaterThan(200);
    expect(wrongImports(programs, Object.keys(dependencies))).toEqual([]);
  });

  it('is the same in its tests and scripts, with development dependencies', () => {
    const packages = Object.keys({ ...dependencies, ...devDependencies });
    expect(wrongImports(programsIn('test', 'scripts'), packages)).toEqual([]);
  });
});
