import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readsOfEvidence } from '../../../lambdas/shared/domain/diagnosis/diagnose.ts';
import { reasons } from '../../../lambdas/shared/domain/roster/reason.ts';
import { readsTable, reasonArticles } from './reason-articles.ts';

/**
 * Parts of docs/errors.md are made of the tables in the code:
 * `UPDATE_GOLDEN=1 npx vitest run test/tree/docs/errors.test.ts` writes them. The rest is written by hand.
 */
const file = join('docs', 'errors.md');
const made: readonly (readonly [part: string, text: string])[] = [
  ['reasons', reasonArticles(reasons)],
  ['reads', readsTable(readsOfEvidence())],
];

const beginOf = (part: string) => `<!-- ${part}: made by test/tree/docs/errors.test.ts; do not edit. -->\n\n`;
const endOf = (part: string) => `\n\n<!-- end of ${part} -->\n`;

if (process.env['UPDATE_GOLDEN'] === '1') {
  let page = readFileSync(file, 'utf8');
  for (const [part, text] of made) {
    const [before = '', rest = ''] = page.split(beginOf(part));
    const [, after] = rest.split(endOf(part));
    if (after === undefined) throw new Error(`${file} has no place for the ${part}.`);
    page = `${before}${beginOf(part)}${text}${endOf(part)}${after}`;
  }
  writeFileSync(file, page);
}

describe('docs/errors.md', () => {
  it.each(made)('has the %s that the code has', (part, text) => {
    expect(readFileSync(file, 'utf8').split(beginOf(part))[1]?.split(endOf(part))[0]).toBe(text);
  });

  it('has no article of a reason besides', () => {
    const codes = [...readFileSync(file, 'utf8').matchAll(/^### (.+)$/gm)].map(([, code]) => code);
    expect(codes).toEqual(Object.keys(reasons));
  });
});

describe('an article', () => {
  const row = { sentence: 'It is so.', remedy: 'None.' };

  it.each([
    [{ statuses: [] }, 'none: nothing is written'],
    [{ statuses: [], comesBack: 'instead' }, 'none: the state change comes back'],
    [{ statuses: ['failed'] }, '`failed`'],
    [{ statuses: ['waiting'], comesBack: 'instead' }, '`waiting`, or none: the state change comes back'],
    [{ statuses: ['waiting', 'failed'] }, '`waiting` for another command; `failed` after the last attempt'],
    [
      { statuses: ['waiting', 'unmanaged'], comesBack: 'also' },
      '`waiting`; `unmanaged` past the horizon; the state change comes back',
    ],
  ] as const)('of %j says: %s', (fields, status) => {
    expect(reasonArticles({ Known: { ...row, ...fields } })).toBe(
      `### Known\n\nIt is so.\n\n- Status: ${status}.\n- What to do: None.`,
    );
  });

  it('breaks the lines of what it tells besides', () => {
    const lines = reasonArticles({
      Known: { ...row, statuses: [], more: ['word '.repeat(50).trim()] },
    }).split('\n');
    expect(lines.filter((line) => line.startsWith('word')).map(({ length }) => length)).toEqual([
      119, 119, 9,
    ]);
  });

  it('refuses statuses that it has no words for', () => {
    const odd = { Known: { ...row, statuses: ['waiting', 'gone'] as const } };
    expect(() => reasonArticles(odd)).toThrow('There are no words for a reason of waiting and gone.');
  });
});
