import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withoutBlocks } from './measured-blocks.ts';
import { sayings } from './sayings.ts';

/**
 * Every figure of money and of calls in prose is measured. It stands in a block that the bench makes (`measured`), or a
 * saying holds it against what the code says. Decisions and the changelog are left out: they tell what was measured on
 * their day.
 */
const pages = readdirSync('.', { withFileTypes: true })
  .filter((entry) => entry.isFile() || !/^(\.|node_modules$|dist$|cdk\.out)/.test(entry.name))
  .flatMap((entry) =>
    entry.isFile()
      ? [entry.name]
      : readdirSync(entry.name, { recursive: true }).map((path) => `${entry.name}/${path}`),
  )
  .filter((file) => /\.md$/.test(file) && !/(^|\/)(node_modules|decisions)\/|CHANGELOG\.md$/.test(file));

/** Money: an amount of dollars or cents. Calls: so many for a launch, an instance or a node. */
const figures =
  /\$ ?\d[\d.,]*|(?:\d[\d.,]*|\bhalf an?|\b(?:a|one|two|some)(?: \w+ of a)?) (?:USD|US dollars?|dollars?|cents?)\b|\b[\w.,]+ (?:calls|requests|units) (?:a|per|for each|for a) (?:launch|instance|node)\b/g;

/** The figures of a page that nobody measures. */
function findUnmeasured(text: string, file: string): string[] {
  const prose = withoutBlocks(text)
    .replace(/^```.*?^```/gms, '')
    .replace(/\s+/g, ' ');
  const said = sayings
    .filter(({ files = [], anyOf = [] }) => [...files, ...anyOf].includes(file))
    .flatMap(({ pattern }) =>
      [...prose.matchAll(pattern)].map(({ index, 0: words }) => [index, index + words.length] as const),
    );
  return [...prose.matchAll(figures)]
    .filter(({ index, 0: words }) =>
      said.every(([start, end]) => index < start || index + words.length > end),
    )
    .map(
      ({ index, 0: words }) => `${file}: ${words}, in: ${prose.slice(Math.max(0, index - 40), index + 40)}`,
    );
}

describe('a figure of money or of calls', () => {
  it('is measured wherever prose says one', () => {
    expect(pages).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/cost.md', 'docs/estate/parameters.md']),
    );
    expect(pages.flatMap((file) => findUnmeasured(readFileSync(file, 'utf8'), file))).toEqual([]);
  });

  it.each([
    '1,000 launches cost about half a cent.',
    'A launch costs 0.0049 USD.',
    'It costs $ 5 a month.',
    'A run costs a fifth of a cent.',
    'A burst takes 0.4 calls a launch.',
    'It takes 4.45 units for a launch.',
  ])('is found when nobody measures it: %s', (text) => {
    expect(findUnmeasured(text, 'README.md')).toHaveLength(1);
  });

  it.each([
    '<!-- measured a: b -->\n\nA launch costs 1 USD.\n\n<!-- /measured -->',
    'An Advanced parameter costs 0.05 USD a month.',
    '```\necho $1\n```',
    'A function makes two calls at a time.',
  ])('is not found where somebody does, and where there is none: %s', (text) => {
    expect(findUnmeasured(text, 'docs/estate/parameters.md')).toEqual([]);
  });
});
