import { type Finding, isNode, isProgram, lineAt, type Node, type Source } from './source.ts';

const isProduct = (file: string) =>
  /^(bin|lambdas|lib|packages\/[^/]+\/src|simulator|scripts)\//.test(file) && isProgram(file);

/** Where the machine may be asked for time, chance or a timer, and why nowhere else. */
export const edges: Readonly<Record<string, string>> = {
  'lambdas/shared/clients/system-clock.ts': 'the clock of the functions; everything else takes `now`',
  'lambdas/secure-parameter/system-chance.ts':
    'what secrets are drawn from; nothing else in the functions is left to chance',
  'packages/local-cloud/src/core/loop.ts':
    'gives the promises of the bundles their turn between two moments (setImmediate)',
  'packages/local-cloud/src/account/real-time.ts':
    'the mode in which virtual time follows the clock on the wall',
  'simulator/bench/stopwatch.ts': 'benchmarks measure real seconds; nothing simulated reads them',
};

const globalChance = [
  'setTimeout',
  'setInterval',
  'setImmediate',
  'randomUUID',
  'randomBytes',
  'randomInt',
  'performance',
];
const memberChance = [
  'Date.now',
  'Math.random',
  'process.hrtime',
  'performance.now',
  'crypto.randomUUID',
  'crypto.randomBytes',
  'crypto.randomInt',
  'crypto.getRandomValues',
  ...['setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto'].map(
    (name) => `globalThis.${name}`,
  ),
];
const chanceModules = ['node:timers', 'node:timers/promises', 'timers', 'timers/promises', 'node:perf_hooks'];

/** Time, timers and chance that do not come from a clock, Timeline or Random: two runs would differ. */
export function findClocksAndChance({ file, text, nodes, imports }: Source): Finding[] {
  if (!isProduct(file) || file in edges) return [];
  const finding = (what: string, line: number) => ({
    file,
    line,
    message: `uses ${what}; instead: take time from Clock or Timeline, chance from Random, or add an edge to test/tree/tidy/rules.ts`,
  });
  return [
    ...imports
      .filter(({ target, isTypeOnly }) => chanceModules.includes(target) && !isTypeOnly)
      .map(({ target, line }) => finding(target, line)),
    ...nodes.flatMap(({ node, parent }) => {
      const what = chanceIn(node, parent);
      return what === undefined ? [] : [finding(what, lineAt(text, node.start))];
    }),
  ];
}

/**
 * The tests that mock a client of the SDK and do not put it back. Files share one process, so the mock would answer in
 * another file.
 */
export function findMocksLeft({ file, text }: Source): Finding[] {
  const mocked = [...text.matchAll(/^const (\w+) = mockClient\(/gm)];
  return mocked
    .filter(([, name]) => !text.includes(`${name}.restore()`))
    .map(({ 1: name, index }) => ({
      file,
      line: lineAt(text, index),
      message: `mocks a client and leaves it so; instead: afterAll(() => ${name}.restore())`,
    }));
}

function chanceIn(node: Node, parent: Node | undefined): string | undefined {
  const name = nameOf(node);
  if (node.type === 'MemberExpression' && memberChance.includes(name)) return name;
  if (node.type === 'Identifier' && globalChance.includes(name) && isReference(node, parent)) return name;
  const isDate = isNode(node['callee']) && nameOf(node['callee']) === 'Date';
  const hasArguments = Array.isArray(node['arguments']) && node['arguments'].length > 0;
  if (node.type === 'NewExpression' && isDate && !hasArguments) return 'new Date()';
  if (node.type === 'CallExpression' && isDate) return 'Date()';
  return undefined;
}

/** `a`, or `a.b`. */
function nameOf(node: Node): string {
  if (node.type === 'Identifier') return String(node['name']);
  const { object, property } = node;
  const isMember = node.type === 'MemberExpression' && isNode(object) && isNode(property);
  return isMember ? `${nameOf(object)}.${nameOf(property)}` : '';
}

/** False for the name of a member, a property or a parameter: only a reference reaches the global one. */
function isReference(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return true;
  if (parent.type === 'MemberExpression') return parent['object'] === node || parent['computed'] === true;
  if (parent.type === 'Property') return parent['shorthand'] === true || parent['value'] === node;
  return !/^(Method|Property)Definition$|^TS/.test(parent.type);
}

/** A text that may not stand in some files, wherever in them. */
interface BannedText {
  readonly pattern: RegExp;
  readonly files: (file: string) => boolean;
  readonly what: string;
  readonly instead: string;
}

const isShipped = (file: string) =>
  /^(bin|documents|lambdas|lib|packages\/[^/]+\/src|simulator|scripts)\/|^muster\.config\.ts$/.test(file);
const isAny = () => true;

/** The patterns have a class of one letter in them, so that they do not find themselves. */
const bannedTexts: readonly BannedText[] = [
  {
    pattern: /\b(TO[D]O|FI[X]ME|X[X]X)\b/g,
    files: isAny,
    what: 'a left-over',
    instead: 'do it, or open an issue',
  },
  {
    pattern: /(?<![\w.$}~-])\/([w]ork|[r]oot|tmp\/[b]ash_jobs)\//g,
    files: isAny,
    what: 'a path of one machine',
    instead: 'use a path from the project or tmpdir()',
  },
  {
    pattern:
      /\b(?!registry\.npmjs\.org)([r]egistry|[a]rtifactory|[n]exus|[v]erdaccio)[\w-]*\.[\w-]+(\.[\w-]+)*[/:]/g,
    files: isAny,
    what: 'the host of a registry',
    instead: 'leave it to the configuration of npm',
  },
  {
    pattern: /"[r]esolved": "(?!packages\/)/g,
    files: (file) => file === 'package-lock.json',
    what: 'an address of a package',
    instead: 'npm config set omit-lockfile-registry-resolved, and lock again',
  },
  {
    pattern: /(?<![\w.]|[0-9a-f]{4}-)\d{12}(?!\w)/g,
    files: isShipped,
    what: 'an account id',
    instead: 'use Stack.account, or a repeated digit in a constant',
  },
  {
    pattern: /arn:[a]ws:/g,
    files: isShipped,
    what: 'a partition',
    instead: 'use Stack.partition, or the one of the place',
  },
];

/** Texts that may not be there: left-overs, and what is true on one machine or in one account only. */
export function findBannedTexts({ file, text }: Source): Finding[] {
  return bannedTexts
    .filter(({ files }) => files(file))
    .flatMap(({ pattern, what, instead }) =>
      [...text.matchAll(pattern)].map((match) => ({
        file,
        line: lineAt(text, match.index),
        message: `has ${what} (${match[0]}); instead: ${instead}`,
      })),
    );
}

/** Names without a heading `### Name` of their own, and such headings that no name has. */
export function findMissingArticles(document: Source, names: readonly string[], heading: RegExp): Finding[] {
  const { file, text } = document;
  const headings = [...text.matchAll(/^### (.+)$/gm)].map((match) => ({
    name: match[1] ?? '',
    at: match.index,
  }));
  const missing = names.filter((name) => !headings.some((each) => each.name === name));
  const stale = headings.filter(({ name }) => heading.test(name) && !names.includes(name));
  const repeated = headings.filter(
    ({ name }, index) => headings.findIndex((each) => each.name === name) < index,
  );
  return [
    ...missing.map((name) => ({
      file,
      line: 1,
      message: `has no article "### ${name}"; instead: write one`,
    })),
    ...[...stale, ...repeated].map(({ name, at }) => ({
      file,
      line: lineAt(text, at),
      message: `has the article "### ${name}" for nothing, or twice; instead: delete it`,
    })),
  ];
}
