import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ParameterVersion } from '../../../bin/commands/parameters/parameter-versions.ts';
import {
  treeDifferenceLines,
  versionDifferenceLines,
  versionLines,
} from '../../../bin/print/parameter-lines.ts';

const aVersion: ParameterVersion = {
  ...{ name: '/a/b', version: 3, labels: ['prod', 'x'], type: 'String', value: 'v' },
  changedAt: '2026-01-02T03:04:05.678Z',
  changedBy: 'arn:aws:sts::x:assumed-role/deploy/session',
  ...{ description: '', tier: 'Standard', allowedPattern: '', policies: '', dataType: 'text' },
};
const { value: _, ...aSecret } = { ...aVersion, name: '/a/c', type: 'SecureString' };

describe('versions', () => {
  it('are one line each, with a value that fits, and without the value of a secret', () => {
    const long = { ...aVersion, version: 12, labels: [], value: `one\ntwo ${'x'.repeat(50)}` };
    const lines = versionLines([aVersion, long, aSecret]).map(stripVTControlCharacters);
    expect(lines).toEqual([
      'parameter  version  labels  type          changed           by       value',
      expect.stringMatching(/^─+/),
      '/a/b             3  prod x  String        2026-01-02 03:04  session  v',
      `/a/b            12          String        2026-01-02 03:04  session  one two ${'x'.repeat(31)}…`,
      '/a/c             3  prod x  SecureString  2026-01-02 03:04  session  (secure)',
    ]);
  });

  it('write nothing that a terminal obeys', () => {
    const owned = '\u001b]0;owned\u0007\u202e';
    const hostile = { ...aVersion, name: `/a/${owned}`, value: owned, labels: [owned], changedBy: owned };
    const field = { field: 'value', before: owned, after: owned };
    // The first line is the head, which is bold.
    const lines = [
      ...versionLines([hostile]),
      ...versionDifferenceLines(hostile, hostile, [field]),
      ...treeDifferenceLines([
        { kind: 'missing', name: owned },
        { kind: 'different', name: owned, fields: [field] },
      ]),
    ];
    expect(lines.slice(1).filter((line) => /[\p{Cc}\p{Cf}]/u.test(line))).toEqual([]);
  });

  it('that do not exist are reported', () => {
    expect(versionLines([])).toEqual(['No parameters.']);
  });
});

describe('differences', () => {
  it('of versions have both sides', () => {
    const after = { ...aVersion, version: 4 };
    expect(
      versionDifferenceLines(aVersion, after, [
        { field: 'value', before: 'a', after: 'b' },
        { field: 'value', before: undefined, after: undefined },
      ]),
    ).toEqual([
      '/a/b version 3 → version 4',
      '  value: "a" → "b"',
      '  value: secure on both sides; --with-decryption compares it',
    ]);
    expect(versionDifferenceLines(aVersion, aSecret, [])).toEqual([
      '/a/b version 3 → /a/c version 3',
      '  nothing differs',
    ]);
  });

  it('of the account say on which side something is', () => {
    expect(
      treeDifferenceLines([
        { kind: 'missing', name: '/a' },
        { kind: 'undeclared', name: '/b' },
        { kind: 'different', name: '/c', fields: [{ field: 'value', before: undefined, after: 'x' }] },
      ]),
    ).toEqual([
      '+ /a: in the configuration only; a deployment makes it',
      '- /b: in the account only; no deployment deletes it',
      '~ /c',
      '    value: (secure) in the account, "x" in the configuration',
    ]);
    expect(treeDifferenceLines([])).toEqual(['The account has what the configuration declares.']);
  });
});
