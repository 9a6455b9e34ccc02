import { describe, expect, it } from 'vitest';
import { findBannedTexts, findClocksAndChance, findMissingArticles, findMocksLeft } from './rules.ts';
import { inSample, messages } from './sample.ts';
import { sourceOf } from './source.ts';

describe('time and chance', () => {
  it.each([
    'Date.now()',
    'new Date()',
    'new Date',
    'Date()',
    'Math.random()',
    'randomUUID()',
    'crypto.randomUUID()',
    'randomInt(6)',
    'setTimeout(f, 1)',
    'setInterval(f, 1)',
    'new Promise(setImmediate)',
    'globalThis.setTimeout(f)',
    'performance.now()',
    'process.hrtime.bigint()',
    'const o = { setTimeout };',
    "import { setTimeout as wait } from 'node:timers/promises';",
  ])('refuse %s', (text) => {
    const found = inSample(findClocksAndChance, 'packages/local-cloud/src/services/x.ts', text);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(
      /^packages\/local-cloud\/src\/services\/x\.ts:1: uses .+; instead: take time from Clock or Timeline/,
    );
  });

  it.each([
    'new Date(1000)',
    'timeline.setTimeout(f)',
    'const o = { setTimeout: timers.setTimeout };',
    'class A { setTimeout() {} }',
    'interface A { setTimeout(): void; readonly setInterval: number }',
    "// Date.now()\nconst a = 'Math.random()';",
    'random.uuid()',
  ])('allow %s', (text) => {
    expect(inSample(findClocksAndChance, 'packages/local-cloud/src/services/x.ts', text)).toEqual([]);
  });

  it('are free to tests, and to the files at the edge', () => {
    expect(inSample(findClocksAndChance, 'test/x.ts', 'Date.now()')).toEqual([]);
    expect(inSample(findClocksAndChance, 'lambdas/shared/clients/system-clock.ts', 'Date.now()')).toEqual([]);
  });
});

it('a client that a test mocks is put back', () => {
  const mock = 'const ssm = mockClient(SSMClient);\n';
  expect(inSample(findMocksLeft, 'test/x.test.ts', mock)).toEqual([
    'test/x.test.ts:1: mocks a client and leaves it so; instead: afterAll(() => ssm.restore())',
  ]);
  expect(inSample(findMocksLeft, 'test/x.test.ts', `${mock}afterAll(() => ssm.restore());\n`)).toEqual([]);
});

describe('texts', () => {
  // The samples are put together here, so that this file does not hold them.
  it.each([
    ['lib/x.ts', `// ${'TO'}DO: later`],
    ['docs/x.md', `${'FIX'}ME`],
    ['test/x.test.ts', `const a = '${'/wo'}rk/main';`],
    ['docs/x.md', `see ${'/ro'}ot/.npmrc`],
    ['scripts/x.mjs', `// ${'/tmp/ba'}sh_jobs/1`],
    ['docs/x.md', `https://npm-${'regi'}stry.example.com/a`],
    ['.npmrc', `${'arti'}factory.example.com/npm`],
    ['package-lock.json', `{ "${'resol'}ved": "https://example.com/a.tgz" }`],
    ['lib/x.ts', `const account = '${'0'.repeat(12)}';`],
    ['documents/command/x.yaml', `a: arn:${'aws'}:s3:::bucket`],
    ['simulator/x.ts', `// ${'1'.repeat(12)}`],
  ])('refuse in %s: %s', (file, text) => {
    const found = inSample(findBannedTexts, file, text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^[\w/.-]+:1: has an? .+ \(.+\); instead: .+|has the host/);
  });

  it.each([
    [
      'lib/x.ts',
      '// a to-do list; 1234567890123; 00000000-0000-4000-8000-000000000000; 0.123456789012; path/work/x; $HOME/work/',
    ],
    ['docs/x.md', 'https://registry.npmjs.org/a; the registry. It'],
    ['test/x.test.ts', `const account = '${'0'.repeat(12)}'; const arn = 'arn:${'aws'}:s3:::x';`],
  ])('allow in %s: %s', (file, text) => {
    expect(inSample(findBannedTexts, file, text)).toEqual([]);
  });
});

describe('articles', () => {
  it('refuses a missing, a stale and a second article', () => {
    const errors = sourceOf(
      'docs/errors.md',
      '# Errors\n### Gone\n### Known\n## Other\n### the rest\n### Known\n',
    );
    expect(messages(findMissingArticles(errors, ['Known', 'New'], /^[A-Z]\w+$/))).toEqual([
      'docs/errors.md:1: has no article "### New"; instead: write one',
      'docs/errors.md:2: has the article "### Gone" for nothing, or twice; instead: delete it',
      'docs/errors.md:6: has the article "### Known" for nothing, or twice; instead: delete it',
    ]);
  });
});
