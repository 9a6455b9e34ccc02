import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { capabilities } from '../../../lib/capabilities/capabilities.ts';
import { stackNameOf } from '../../../lib/capabilities/capability.ts';
import { assemblyFolder } from '../../synthesized.ts';
import { everything } from '../everything.ts';
import { synthesize } from '../synthesize.ts';

/**
 * The templates at their last review: the onboarding of the given `muster.config.ts`, and each capability
 * with everything on. A difference shows as a difference in JSON. If it is intended, write it with
 * `UPDATE_GOLDEN=1 npx vitest run test/lib/app/golden.test.ts`, for the review to see.
 */
const stackIds = capabilities.map((each) => stackNameOf(each, 'Muster'));
const goldenFile = (stackId: string) => join('test', 'golden', `${stackId}.template.json`);

/**
 * The template without the parts that change with every line of a function or a script. Those have their own
 * tests.
 */
function readTemplate(stackId: string): unknown {
  return JSON.parse(synthesizedText(stackId), (key, value) => {
    if (key === 'S3Key' && typeof value === 'string') return value.replace(/^[0-9a-f]{64}/, '<asset hash>');
    if (key === 'aws:asset:path') return '<asset path>';
    if (key === 'ContentSha256') return '<hash of the content>';
    if (key === 'runCommand') return '<script>';
    return value;
  });
}

function synthesizedText(stackId: string): string {
  const isGiven = stackId === 'MusterOnboarding';
  if (isGiven) return readFileSync(join(assemblyFolder(), `${stackId}.template.json`), 'utf8');
  return JSON.stringify(synthesize(everything).get(stackId)?.toJSON());
}

describe.each(stackIds)('the golden template of %s', (stackId) => {
  const file = goldenFile(stackId);
  if (process.env['UPDATE_GOLDEN'] === '1')
    writeFileSync(file, `${JSON.stringify(readTemplate(stackId), undefined, 2)}\n`);

  it('is what the application synthesizes', () => {
    expect(existsSync(file), `${file} is missing; UPDATE_GOLDEN=1 writes it`).toBe(true);
    expect(readTemplate(stackId)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('has no hash that would change with the code', () => {
    const hashes = readFileSync(file, 'utf8').match(/[0-9a-f]{40,}/g) ?? [];
    expect(hashes.filter((hash) => !/^0+$/.test(hash))).toEqual([]);
  });
});
