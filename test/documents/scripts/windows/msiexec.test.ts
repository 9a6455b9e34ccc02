import { describe, expect, it } from 'vitest';
import { list, text, texts } from './installer.ts';
import { toRegExp } from './power-shell.ts';

const words = texts('MsiexecWords');
const outcomes = texts('CodeOutcomes');

/** What the installer makes of a code that msiexec ends with. */
function outcomeOf(code: number): string {
  if (list('RebootCodes').includes(code)) return 'done';
  if (list('BusyCodes').includes(code)) return 'waits';
  return outcomes[code] ?? '24';
}

describe('the codes of msiexec', () => {
  it.each([
    [1601, 'waits'],
    [1603, '24'],
    [1612, '24'],
    [1618, 'waits'],
    [1619, '24'],
    [1625, '24'],
    [1632, '29'],
    [1633, '22'],
    [1638, '24'],
    [1641, 'done'],
    [1654, '22'],
    [3010, 'done'],
    [112, '29'],
  ])('%i ends as %s', (code, outcome) => {
    expect(outcomeOf(code)).toBe(outcome);
  });

  it('have words where the run fails for them', () => {
    for (const code of [1603, 1612, 1619, 1625, 1633, 1638]) expect(words[code]).toMatch(/^[a-z].{10,}/);
    expect(Object.keys(outcomes).filter((code) => words[code] === undefined)).toEqual([]);
  });

  it('of a product that is gone are no failure of a removal', () => {
    expect(list('GoneCodes')).toEqual([1605, 1614]);
  });
});

/** A verbose log of an installation that failed in a custom action, as msiexec writes it. */
const log = [
  'Property(S): CID = 0123456789ABCDEF',
  'MSI (s) (B4:E8) [10:11:12:345]: Executing op: CustomActionSchedule(Action=StartAgent)',
  'CustomAction StartAgent returned actual error code 1603 (note this may not be 100% accurate)',
  'Action ended 10:11:13: InstallFinalize. Return value 3.',
  'MSI (s) (B4:E8) [10:11:13:400]: User policy value is 0',
];

describe('the log of msiexec', () => {
  it('shows its failure, in English and in other languages', () => {
    const mark = toRegExp(text('FailureMark'), 'i');
    expect(log.findIndex((line) => mark.test(line))).toBe(2);
    expect(mark.test('Action ended 10:11:13: InstallFinalize. Return value 3.')).toBe(true);
    expect(mark.test('Action ended 10:11:13: InstallFinalize. Return value 1.')).toBe(false);
  });

  it('shows other errors and a full disk', () => {
    const error = toRegExp(text('ErrorMark'), 'i');
    expect(error.test('Error 1722. There is a problem with this Windows Installer package.')).toBe(true);
    expect(error.test('Product: Agent -- Installation failed.')).toBe(true);
    expect(error.test('MSI (c) (00:01): Grabbed execution mutex.')).toBe(false);
    const full = toRegExp(text('DiskFullWords'), 'i');
    expect(full.test("Out of disk space -- Volume: 'C:'; required space: 900 KB")).toBe(true);
    expect(full.test('There is not enough space on the disk.')).toBe(true);
  });
});
