import { describe, expect, it } from 'vitest';
import { findSameNames, findStrayTests } from './mirror.ts';
import { messages } from './sample.ts';

const sources = [
  'lib/a/b.ts',
  'documents/run.sh',
  'agents/acme-check.sh',
  'scripts/build.mjs',
  'packages/cloud/src/c/d.ts',
];

describe('the mirror', () => {
  it.each([
    'test/lib/a/b.test.ts',
    'test/lib/a/b/aspect.test.ts',
    'test/documents/run.test.ts',
    'test/agents/acme-check.test.ts',
    'test/scripts/build.test.ts',
    'packages/cloud/test/c/d.test.ts',
    'packages/cloud/test/c/d/aspect.test.ts',
    'test/end-to-end/story.test.ts',
    'test/tree/tidy.test.ts',
    'test/lib/a/fixture.ts',
  ])('allows %s', (file) => {
    expect(findStrayTests([...sources, file])).toEqual([]);
  });

  it.each([
    'test/lib/a/c.test.ts',
    'test/agents/acme-configure.test.ts',
    'test/lib/a/b/aspect/further.test.ts',
    'test/b.test.ts',
    'test/c/d.test.ts',
    'packages/cloud/test/lib/a/b.test.ts',
  ])('refuses %s', (file) => {
    expect(messages(findStrayTests([...sources, file]))).toEqual([
      expect.stringMatching(/:1: tests no source .+; instead: name it after what it tests$/),
    ]);
  });
});

describe('names', () => {
  it('refuse that two programs have one', () => {
    expect(messages(findSameNames(['lib/a.ts', 'packages/cloud/src/x/a.ts']))).toEqual([
      'packages/cloud/src/x/a.ts:1: has the name of lib/a.ts; instead: say what it is of',
    ]);
  });

  it.each([
    [['lib/a.ts', 'test/lib/a.ts']],
    [['lib/a.ts', 'scripts/a.mjs']],
    [['packages/one/src/index.ts', 'packages/two/src/index.ts']],
    [['lib/README.md', 'documents/README.md']],
  ])('allow %j', (files) => {
    expect(findSameNames(files)).toEqual([]);
  });
});
