import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assemblyFolder } from '../synthesized.ts';

/**
 * The template of the given `muster.config.ts` as it was last looked at. A difference is shown as one of JSON; when it
 * is meant, `UPDATE_GOLDEN=1 npx vitest run test/lib/golden.test.ts` writes it, for the review to see.
 */
const name = 'MusterOnboarding.template.json';
const goldenFile = join('test', 'golden', name);

/** The template without what changes with every line of a function or a script: those have tests of their own. */
function readTemplate(): unknown {
  const text = readFileSync(join(assemblyFolder(), name), 'utf8');
  return JSON.parse(text, (key, value) => {
    if (key === 'S3Key' && typeof value === 'string') return value.replace(/^[0-9a-f]{64}/, '<asset hash>');
    if (key === 'aws:asset:path') return '<asset path>';
    if (key === 'ContentSha256') return '<hash of the content>';
    if (key === 'runCommand') return '<script>';
    return value;
  });
}

describe('the golden template', () => {
  if (process.env['UPDATE_GOLDEN'] === '1') {
    writeFileSync(goldenFile, `${JSON.stringify(readTemplate(), undefined, 2)}\n`);
  }

  it('is what the application synthesizes', () => {
    expect(existsSync(goldenFile), `${goldenFile} is missing; UPDATE_GOLDEN=1 writes it`).toBe(true);
    expect(readTemplate()).toEqual(JSON.parse(readFileSync(goldenFile, 'utf8')));
  });

  it('has no hash in it that would change with the code', () => {
    expect(
      readFileSync(goldenFile, 'utf8')
        .match(/[0-9a-f]{40,}/g)
        ?.filter((hash) => !/^0+$/.test(hash)) ?? [],
    ).toEqual([]);
  });
});
