import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { table } from '../../../bin/print/text-table.ts';

const lines = (...args: Parameters<typeof table>) => table(...args).map(stripVTControlCharacters);

it('aligns texts to the left and numbers to the right', () => {
  expect(
    lines(
      ['Source', 'all'],
      [
        ['asg', 1_000],
        ['standalone', 2],
      ],
    ),
  ).toEqual(['Source       all', '──────────  ────', 'asg         1000', 'standalone     2']);
});

it('cuts texts to the width of the terminal, and no number', () => {
  const rows = [['Microsoft Windows Server 2022 Datacenter', 123_456, 12]] as const;
  const narrow = lines(['Platform', 'onboarded', 'all'], rows, 40);
  expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(40);
  expect(narrow.at(-1)).toBe('Microsoft Windows Serve…     123456   12');
  expect(lines(['Platform', 'onboarded', 'all'], rows).at(-1)).toContain('2022 Datacenter');
});

it('is a line for each row, which names its columns, where a terminal has no room for a table', () => {
  const head = ['Platform', 'onboarded', 'failed', 'unmanaged', 'all'];
  const rows = [
    ['Debian', 12, '', 3, 15],
    ['all', 12, '', 3, 15],
  ];
  expect(lines(head, rows, 40)).toEqual([
    'Debian: onboarded 12, unmanaged 3, all 15',
    'all: onboarded 12, unmanaged 3, all 15',
  ]);
});

it('leaves prose at the end to the terminal, which wraps it', () => {
  const prose = 'Whatever it means, it is said in a whole sentence.';
  const [, , row] = lines(
    ['Reason', 'instances', 'what it means'],
    [['DefaultHostRoleLacksPermission', 3, prose]],
    44,
  );
  expect(row).toBe(`DefaultHos…          3  ${prose}`);
});

it('makes what others wrote visible', () => {
  expect(lines(['Name', 'all'], [['a\u001b[31mb', 1]]).at(-1)).toContain('a\\u001b[31mb');
});
