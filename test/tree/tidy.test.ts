import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../lib/everything.ts';
import { synthesizeOnboarding } from '../lib/synthesize.ts';
import { findImpurePlans, findWrongArrows } from './tidy/arrows.ts';
import { findSameNames, findStrayTests } from './tidy/mirror.ts';
import {
  edges,
  findBannedTexts,
  findClocksAndChance,
  findMissingArticles,
  findMocksLeft,
} from './tidy/rules.ts';
import { messages } from './tidy/sample.ts';
import { readTree, type Source, sourceOf } from './tidy/source.ts';

/**
 * The rules of the house that no other tool keeps, on the whole tree. A finding says where, what, and what to do instead.
 * What each rule refuses and allows is tested in test/tree/tidy.
 */

let tree: readonly Source[] = [];
beforeAll(() => {
  tree = readTree();
});

/** Asserted in each rule, so that a rule that looks at nothing cannot pass. */
function treeHas(pattern: RegExp): void {
  expect(tree.filter(({ file }) => pattern.test(file)).length, String(pattern)).toBeGreaterThan(3);
}

describe('the import arrows', () => {
  it('are those of the design', () => {
    treeHas(/^(lib|lambdas|packages)\//);
    expect(tree.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
    expect(messages(tree.flatMap(findWrongArrows))).toEqual([]);
  });
});

describe('plans', () => {
  it('are pure: they reach the domain and nothing else', () => {
    expect(tree.filter(({ file }) => /\/plan-/.test(file)).length).toBeGreaterThan(0);
    expect(messages(findImpurePlans(tree))).toEqual([]);
  });
});

describe('names', () => {
  const files = () => tree.map(({ file }) => file);

  it('of tests are those of what they test', () => {
    treeHas(/^test\/.*\.test\.ts$/);
    treeHas(/^packages\/.*\.test\.ts$/);
    expect(messages(findStrayTests(files()))).toEqual([]);
  });

  it('of programs are all different', () => {
    expect(messages(findSameNames(files()))).toEqual([]);
  });
});

describe('time and chance', () => {
  it('come from the clock, Timeline and Random alone', () => {
    expect(messages(tree.flatMap(findClocksAndChance))).toEqual([]);
  });

  it.each(Object.keys(edges))('%s is still an edge', (file) => {
    const inside = tree.filter((source) => source.file === file);
    expect(
      inside.flatMap((source) => findClocksAndChance({ ...source, file: 'simulator/other.ts' })),
    ).not.toEqual([]);
  });
});

describe('mocks', () => {
  it('are put back at the end of their file', () => {
    expect(messages(tree.flatMap(findMocksLeft))).toEqual([]);
  });
});

describe('texts', () => {
  it('hold no left-over, and nothing of one machine or account', () => {
    expect(messages(tree.flatMap(findBannedTexts))).toEqual([]);
  });
});

describe('articles', () => {
  const document = (file: string) => sourceOf(file, readFileSync(file, 'utf8'));

  it('every alarm has one in docs/runbook.md', () => {
    // With everything on; golden.test.ts keeps them as they are synthesized. The onboarding there is as it is given.
    const golden = readdirSync(join('test', 'golden')).map((file) =>
      Template.fromString(readFileSync(join('test', 'golden', file), 'utf8')),
    );
    const alarms = [...golden, synthesizeOnboarding(everything)].flatMap((template) =>
      Object.values(template.findResources('AWS::CloudWatch::Alarm')),
    );
    const names = [...new Set(alarms.map(({ Properties }) => String(Properties.AlarmName)))];
    expect(names.length).toBeGreaterThan(6);
    expect(messages(findMissingArticles(document('docs/runbook.md'), names, /^Muster\//))).toEqual([]);
  });
});
