import { basename, dirname } from 'node:path';
import type { Finding } from './source.ts';

/** The tests that look at the whole, and at no source of their own. */
const wholes = /^(packages\/[^/]+\/)?test\/(end-to-end|tree)\//;
const testFile = /^(?<root>packages\/[^/]+\/)?test\/(?<path>.+)\.test\.ts$/;
const isTested = /\.(ts|mjs|sh|ps1|yaml)$/;

/** Tests that are not `test/<path>.test.ts` or `test/<path>/<aspect>.test.ts` of a source `<path>`. */
export function findStrayTests(files: readonly string[]): Finding[] {
  const sources = new Set(files.filter((file) => isTested.test(file)).map(withoutSuffix));
  return files.flatMap((file) => {
    const { root = '', path } = testFile.exec(file)?.groups ?? {};
    if (path === undefined || wholes.test(file)) return [];
    const folder = root === '' || path.startsWith('bin/') ? root : `${root}src/`;
    if ([path, dirname(path)].some((tested) => sources.has(folder + tested))) return [];
    const message = `tests no source ${folder}${path} and none ${folder}${dirname(path)}; instead: name it after what it tests`;
    return [{ file, line: 1, message }];
  });
}

/** Names that a tool or the package manager gives. */
const givenNames = ['index.ts', 'vitest.config.ts'];

/** Programs outside the tests that have the name of another: one of them would be opened for the other. */
export function findSameNames(files: readonly string[]): Finding[] {
  const named = new Map<string, string>();
  const isProgram = (file: string) =>
    isTested.test(file) &&
    !givenNames.includes(basename(file)) &&
    !/^(packages\/[^/]+\/)?test\/|^\./.test(file);
  return files.filter(isProgram).flatMap((file) => {
    const other = named.get(basename(file));
    named.set(basename(file), file);
    if (other === undefined) return [];
    return [{ file, line: 1, message: `has the name of ${other}; instead: say what it is of` }];
  });
}

function withoutSuffix(file: string): string {
  return file.slice(0, file.lastIndexOf('.'));
}
