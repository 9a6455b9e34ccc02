import { stripVTControlCharacters, styleText } from 'node:util';
import { describe, expect, it } from 'vitest';
import { say, wrapHelp, wrapLine } from '../../../bin/print/say.ts';

const text = '  NoRoute: the subnet has no way out to Systems Manager';

describe('a line', () => {
  it('breaks between words, and goes on a little further in', () => {
    expect(wrapLine(text, 24)).toEqual([
      '  NoRoute: the subnet',
      '    has no way out to',
      '    Systems Manager',
    ]);
  });

  it('that fits stays, and so does one that goes to no terminal', () => {
    expect(wrapLine(text, text.length)).toEqual([text]);
    expect(wrapLine(text, undefined)).toEqual([text]);
  });

  it('keeps a word whole that is wider than the terminal', () => {
    const link = `https://${'x'.repeat(40)}`;
    expect(wrapLine(`instance: ${link} and more`, 20)).toEqual(['instance:', `  ${link}`, '  and more']);
  });

  it('is as wide as what is seen of it, without its colours', () => {
    const red = styleText('red', 'Alarms: 1 of 9 are raised', { validateStream: false });
    expect(wrapLine(red, 25)).toEqual([red]);
    expect(wrapLine(red, 20).map(stripVTControlCharacters)).toEqual(['Alarms: 1 of 9 are', '  raised']);
  });

  it('is written as wide as its own output is', () => {
    let written = '';
    say(['one two three'], { columns: 8, write: (text) => (written += text) });
    expect(written).toBe('one two\n  three\n');
  });
});

it('a help breaks its prose, and no command that somebody copies', () => {
  const command = '  muster status --environment prod-frankfurt --json';
  expect(wrapHelp(`It reads, and changes nothing.\n${command}`, 20)).toBe(
    `It reads, and\n  changes nothing.\n${command}`,
  );
});
