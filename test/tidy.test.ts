import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { reasons } from '../lambdas/domain/reason.ts';
import { assemblyFolder } from './synthesized.ts';
import { findDeadFiles, findImpurePlans, findWrongArrows } from './tidy/arrows.ts';
import {
  edges,
  findBannedTexts,
  findClocksAndChance,
  findLongFiles,
  findLongFunctions,
  findMissingArticles,
  findSilencedTypes,
  findSwitchedTests,
} from './tidy/rules.ts';
import { type Finding, readTree, type Source, sourceOf } from './tidy/source.ts';

/** The rules of the house that no other tool keeps. A finding says where, what, and what to do instead. */

let tree: readonly Source[] = [];
beforeAll(() => {
  tree = readTree();
});

const show = ({ file, line, message }: Finding) => `${file}:${line}: ${message}`;
const messages = (findings: readonly Finding[]) => findings.map(show);

/** The findings of a rule about one program that is not in the tree. */
const inSample = (rule: (source: Source) => Finding[], file: string, text: string) =>
  messages(rule(sourceOf(file, text)));

/** Asserted in each rule, so that a rule that looks at nothing cannot pass. */
function treeHas(pattern: RegExp): void {
  expect(tree.filter(({ file }) => pattern.test(file)).length, String(pattern)).toBeGreaterThan(3);
}

describe('the import arrows', () => {
  it('are those of the design', () => {
    treeHas(/^(lib|lambdas|local)\//);
    expect(tree.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
    expect(messages(tree.flatMap(findWrongArrows))).toEqual([]);
  });

  it.each([
    ['muster.config.ts', "import './lib/app.ts';"],
    ['muster.config.ts', "import 'aws-cdk-lib';"],
    ['lib/onboarding/x.ts', "import { x } from '../../lambdas/clients/roster.ts';"],
    ['lib/x.ts', "import type { x } from '../lambdas/onboard/handler.ts';"],
    ['lib/x.ts', "import '../local/cloud/cloud.ts';"],
    ['lib/x.ts', "import { SSMClient } from '@aws-sdk/client-ssm';"],
    ['lambdas/onboard/x.ts', "export { x } from '../../lib/config.ts';"],
    ['lambdas/onboard/x.ts', "import { Stack } from 'aws-cdk-lib';"],
    ['lambdas/onboard/x.ts', "import type { Instance } from '@aws-sdk/client-ec2';"],
    ['lambdas/onboard/x.ts', "import '../sweep/plan-sweep.ts';"],
    ['lambdas/onboard/x.ts', "import '../recheck/recheck.ts';"],
    ['lambdas/recheck/x.ts', "import '../sweep/sweep.ts';"],
    ['lambdas/contract.ts', "import type { x } from './domain/reason.ts';"],
    ['lambdas/domain/x.ts', "import { readFileSync } from 'node:fs';"],
    ['lambdas/domain/x.ts', "import { clock } from '../clients/clock.ts';"],
    ['lambdas/clients/x.ts', "import '../settings.ts';"],
    ['local/services/x.ts', "import { SQSClient } from '@aws-sdk/client-sqs';"],
    ['local/services/x.ts', "import { SQSClient, type Message } from '@aws-sdk/client-sqs';"],
    ['local/services/x.ts', "const sqs = await import('@aws-sdk/client-sqs');"],
    ['local/cloud/x.ts', "import type { Settings } from '../../lib/config.ts';"],
    ['local/cloud/x.ts', "import { reasons } from '../../lambdas/domain/reason.ts';"],
    ['bin/app.ts', "import '../local/cloud/cloud.ts';"],
    ['bin/commands/local.ts', "import { App } from 'aws-cdk-lib';"],
    ['lib/x.ts', "import { expect } from 'vitest';"],
    ['local/x.ts', "export * from '../test/local/fixture.ts';"],
  ])('refuse in %s: %s', (file, text) => {
    const found = inSample(findWrongArrows, file, text);
    expect(found.length).toBeGreaterThan(0);
    for (const message of found) expect(message).toMatch(/^[\w/.-]+:1: imports .+; instead: .+/);
  });

  it.each([
    ['muster.config.ts', "import { defineConfig } from './lib/config.ts';"],
    ['lib/x.ts', "import { reasons } from '../lambdas/domain/reason.ts';"],
    ['lambdas/clients/x.ts', "import { SSMClient } from '@aws-sdk/client-ssm';"],
    ['lambdas/clients/x.ts', "import type { Log } from '../log.ts';"],
    ['lambdas/recheck/x.ts', "import { onboard } from '../onboard/onboard.ts';"],
    ['local/services/x.ts', "import type { Message } from '@aws-sdk/client-sqs';"],
    ['local/services/x.ts', "import { type Message } from '@aws-sdk/client-sqs';"],
    ['local/cloud/wire/x.ts', "import * as sqs from '@aws-sdk/client-sqs';"],
    ['bin/commands/local.ts', "import { run } from '../../local/simulator/run.ts';"],
    ['test/x.test.ts', "import { run } from '../local/simulator/run.ts';"],
  ])('allow in %s: %s', (file, text) => {
    expect(inSample(findWrongArrows, file, text)).toEqual([]);
  });
});

describe('plans', () => {
  it('are pure: they reach the domain and nothing else', () => {
    expect(tree.filter(({ file }) => /\/plan-/.test(file)).length).toBeGreaterThan(0);
    expect(messages(findImpurePlans(tree))).toEqual([]);
  });

  it('refuse a client behind a neighbour', () => {
    const plan = sourceOf(
      'lambdas/x/plan-x.ts',
      "import { a } from '../domain/a.ts';\nimport { b } from './b.ts';",
    );
    const neighbour = sourceOf('lambdas/x/b.ts', "import { c } from '../clients/c.ts';");
    expect(messages(findImpurePlans([plan, neighbour]))).toEqual([
      'lambdas/x/plan-x.ts:2: reaches lambdas/clients/c.ts; instead: import lambdas/domain only and take the rest as arguments',
    ]);
    expect(findImpurePlans([plan, sourceOf('lambdas/x/b.ts', '')])).toEqual([]);
  });
});

describe('dead files', () => {
  it('there are none', () => {
    expect(messages(findDeadFiles(tree))).toEqual([]);
  });

  it('refuses a file that only a test imports', () => {
    const sources = [
      sourceOf('bin/app.ts', "import { a } from '../lib/a.ts';"),
      sourceOf('lib/a.ts', ''),
      sourceOf('lib/b.ts', "import './a.ts';"),
      sourceOf('test/b.test.ts', "import '../lib/b.ts';"),
    ];
    expect(messages(findDeadFiles(sources))).toEqual([
      expect.stringMatching(/^lib\/b\.ts:1: is reached from no entry/),
    ]);
  });
});

describe('length', () => {
  const lines = (count: number) => 'let x = 1;\n'.repeat(count);

  it('no file is longer than its folder allows', () => {
    treeHas(/^lib\//);
    expect(messages(tree.flatMap(findLongFiles))).toEqual([]);
  });

  it('refuses 301 lines, and 401 in local', () => {
    expect(inSample(findLongFiles, 'lib/x.ts', lines(300))).toEqual([]);
    expect(inSample(findLongFiles, 'lib/x.ts', lines(301))).toEqual([
      'lib/x.ts:301: has 301 lines; allowed: 300; instead: split it by subject',
    ]);
    expect(inSample(findLongFiles, 'local/x.ts', lines(400))).toEqual([]);
    expect(inSample(findLongFiles, 'local/x.ts', lines(401))).toHaveLength(1);
  });

  it('no function is longer than 60 lines', () => {
    expect(messages(tree.flatMap(findLongFunctions))).toEqual([]);
  });

  it.each([
    ['a function', (body: string) => `\nfunction f() {\n${body}}\n`],
    ['an arrow', (body: string) => `\nconst f = () => {\n${body}};\n`],
    ['a method', (body: string) => `class A {\nm() {\n${body}} }\n`],
  ])('refuses 61 lines in %s', (_, write) => {
    expect(inSample(findLongFunctions, 'lib/x.ts', write('let x;\n'.repeat(58)))).toEqual([]);
    expect(inSample(findLongFunctions, 'lib/x.ts', write('let x;\n'.repeat(59)))).toEqual([
      'lib/x.ts:2: has a function of 61 lines; allowed: 60; instead: name its parts and make them functions',
    ]);
  });
});

describe('time and chance', () => {
  it('come from the clock, Timeline and Random alone', () => {
    expect(messages(tree.flatMap(findClocksAndChance))).toEqual([]);
  });

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
    const found = inSample(findClocksAndChance, 'local/services/x.ts', text);
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(/^local\/services\/x\.ts:1: uses .+; instead: take time from Clock or Timeline/);
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
    expect(inSample(findClocksAndChance, 'local/services/x.ts', text)).toEqual([]);
  });

  it.each(Object.keys(edges))('%s is still an edge', (file) => {
    const inside = tree.filter((source) => source.file === file);
    expect(
      inside.flatMap((source) => findClocksAndChance({ ...source, file: 'local/other.ts' })),
    ).not.toEqual([]);
  });

  it('are free to tests, and to the files at the edge', () => {
    expect(inSample(findClocksAndChance, 'test/x.ts', 'Date.now()')).toEqual([]);
    expect(inSample(findClocksAndChance, 'lambdas/clients/clock.ts', 'Date.now()')).toEqual([]);
  });
});

describe('types', () => {
  it('are never silenced, in tests neither', () => {
    expect(messages(tree.flatMap(findSilencedTypes))).toEqual([]);
  });

  it.each([
    'let x: any;',
    'f(x as any);',
    'f(x as unknown as string);',
    'f<any>();',
    'x!.y();',
    'type A = any[];',
  ])('refuse %s', (text) => {
    expect(inSample(findSilencedTypes, 'test/x.test.ts', text).length).toBeGreaterThan(0);
  });

  it.each([
    "const x = ['a'] as const;",
    'let any = 1; // any',
    "const s = 'as any';",
    'const x = {} satisfies object;',
  ])('allow %s', (text) => {
    expect(inSample(findSilencedTypes, 'lib/x.ts', text)).toEqual([]);
  });
});

describe('tests', () => {
  it('are all switched on', () => {
    treeHas(/^test\/.*\.test\.ts$/);
    expect(messages(tree.flatMap(findSwitchedTests))).toEqual([]);
  });

  it.each(['only', 'skip', 'todo', 'fails'])('refuse .%s', (switched) => {
    expect(inSample(findSwitchedTests, 'test/x.test.ts', `it.${switched}('x', f);`)).toHaveLength(1);
    expect(inSample(findSwitchedTests, 'test/x.test.ts', `describe.${switched}('x', f);`)).toHaveLength(1);
    expect(
      inSample(findSwitchedTests, 'test/x.test.ts', `test.concurrent.${switched}('x', f);`),
    ).toHaveLength(1);
    expect(inSample(findSwitchedTests, 'test/x.test.ts', `it.skipIf(x)('${switched}', f);`)).toEqual([]);
  });
});

describe('texts', () => {
  it('hold no left-over, and nothing of one machine or account', () => {
    expect(messages(tree.flatMap(findBannedTexts))).toEqual([]);
  });

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
    ['local/x.ts', `// ${'1'.repeat(12)}`],
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
  const document = (file: string) => sourceOf(file, readFileSync(file, 'utf8'));

  it('every reason code has one in docs/errors.md', () => {
    const codes = Object.keys(reasons);
    expect(codes.length).toBeGreaterThan(10);
    expect(messages(findMissingArticles(document('docs/errors.md'), codes, /^[A-Z]\w+$/))).toEqual([]);
  });

  it('and that says what the table says', () => {
    const { text } = document('docs/errors.md');
    const different = Object.entries(reasons).filter(([code, { sentence, remedy }]) => {
      const article = text.split(`### ${code}\n`)[1]?.split('\n###')[0] ?? '';
      return !article.startsWith(`\n${sentence}\n`) || !article.includes(`\n- What to do: ${remedy}\n`);
    });
    expect(different.map(([code]) => code)).toEqual([]);
  });

  it('every alarm has one in docs/runbook.md', () => {
    const template = JSON.parse(
      readFileSync(join(assemblyFolder(), 'MusterOnboarding.template.json'), 'utf8'),
    );
    const alarms = Object.values(Template.fromJSON(template).findResources('AWS::CloudWatch::Alarm'));
    const names = alarms.map(({ Properties }) => String(Properties.AlarmName));
    expect(names.length).toBeGreaterThan(1);
    expect(messages(findMissingArticles(document('docs/runbook.md'), names, /^Muster\//))).toEqual([]);
  });

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
