import { afterAll, describe, expect, it } from 'vitest';
import { findProgram } from '../programs.ts';
import { drawFrom, firstShell, Sandbox, word } from './sandbox.ts';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

const awks = ['mawk', 'gawk', 'original-awk', 'busybox'].filter((name) => {
  const found = findProgram(name) !== undefined;
  if (!found) process.stderr.write(`JSON is not read with ${name}, which is not installed here\n`);
  return found;
});

const awkward = [
  '',
  ' ',
  '\n',
  'a\n\nb\n',
  '"',
  '\\',
  '\\\\"',
  '\\n',
  '$(id) `id` $x %s %',
  "it's",
  'Grüße, 水 \u{1f512}\u{10ffff}\u{ffff}',
  '\b\f\n\r\t/',
  '{"Value":"no"}',
  '\u007f\u0080\u07ff\u0800\ud7ff\ue000',
  'x'.repeat(70_000),
  '\\'.repeat(5000),
  '"'.repeat(5001),
];

/** What is read: a text, and the keys to the value. */
type Reading = readonly [text: string, ...keys: string[]];

describe.each(awks)('JSON read with %s', (awk) => {
  /** The value and the code of each reading. They are files, because a script of a shell has limits of its own. */
  const readAll = async (...readings: Reading[]) => {
    const lines = readings.map(([text, ...keys], index) => {
      sandbox.write(`text-${index}`, text);
      return `read_json ${word(keys.join('\n'))} <text-${index} >value-${index}; put "$?$newline"`;
    });
    const { stdout, stderr } = await sandbox.run(firstShell(), ['sha-hmac', 'read-json'], lines.join('\n'), {
      awk,
    });
    expect(stderr).toBe('');
    const codes = stdout.split('\n').slice(0, -1).map(Number);
    return codes.map((code, index) => ({ code, value: sandbox.read(`value-${index}`) }));
  };
  const codesOf = async (...readings: Reading[]) => (await readAll(...readings)).map(({ code }) => code);

  it('gives every text as it was, plain and escaped', async () => {
    const readings = awkward.flatMap((value): Reading[] => {
      const plain = JSON.stringify({
        Other: [value, { Value: 'no' }],
        Parameter: { Type: 'SecureString', Value: value },
      });
      const escaped = plain.replace(
        /[^ -~]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
      );
      return [
        [plain, 'Parameter', 'Value'],
        [escaped, 'Parameter', 'Value'],
      ];
    });
    const right = awkward.flatMap((value) => [
      { code: 0, value },
      { code: 0, value },
    ]);
    expect(await readAll(...readings)).toEqual(right);
  });

  it('gives what JSON.parse gives of drawn texts, in any layout', async () => {
    const draw = drawFrom(7);
    const alphabet = ['"', '\\', '\n', 'u', '{', '}', '[', ']', ':', ',', 'é', '\u{1f512}', ' ', 'a', '0'];
    const text = () => Array.from({ length: draw(12) }, () => alphabet[draw(alphabet.length)]).join('');
    const drawn = Array.from({ length: 40 }, () => {
      const value = text();
      const list = [text(), [text(), { key: 'no' }], 1.5e-3, null, true];
      return {
        value,
        json: JSON.stringify({ [`k${text()}`]: text(), list, key: value, last: {} }, undefined, draw(3)),
      };
    });
    const readings = drawn.map(({ json }): Reading => [json, 'key']);
    expect(await readAll(...readings)).toEqual(drawn.map(({ value }) => ({ code: 0, value })));
  });

  it('finds the key at its own place, not in a list, in another object, in a text or in a longer path', async () => {
    const lists = { a: { key: '1' }, l: ['key', { key: '2' }, ['key']], t: '"key":"3"' };
    const text = JSON.stringify({ ...lists, key: { key: '4' }, b: { c: '5' } });
    const readings = await readAll(
      [text, 'key', 'key'],
      [text, 'b', 'c'],
      ['{"k\\u0065y":"escaped","x":1}', 'key'],
    );
    expect(readings.map(({ value }) => value)).toEqual(['4', '5', 'escaped']);
    expect(await codesOf([text, 'c'], [text, 'b', 'c', 'd'], [text, 'l', 'key'], [text, 'key'])).toEqual([
      1, 1, 1, 3,
    ]);
  });

  it('gives numbers and words as they stand, and no objects, lists or null', async () => {
    const text = '{"n": -1.5e3 , "t":true,"o":{},"l":[ ],"z":null}';
    const readings = await readAll([text, 'n'], [text, 't']);
    expect(readings).toEqual([
      { value: '-1.5e3', code: 0 },
      { value: 'true', code: 0 },
    ]);
    expect(await codesOf([text, 'o'], [text, 'l'], [text, 'z'])).toEqual([3, 3, 3]);
  });

  it('refuses what is no JSON, and an answer that was cut off at any place', async () => {
    const text = '{"a":[1,"x"],"Value":"secret \\u00e9 \\\\ \\" end","b":{}}';
    const cut = Array.from({ length: text.length }, (_, length): Reading => [text.slice(0, length), 'Value']);
    expect(await codesOf([text, 'Value'], ...cut)).toEqual([0, ...cut.map(() => 2)]);
    const wrong = [
      '<html>"Value"</html>',
      '{"Value":"\\x"}',
      '{"Value":"\\u12g4"}',
      '{"Value":nope}',
      '{"a":1]',
      '{"a":"b"}}',
    ];
    expect(await codesOf(...wrong.map((each): Reading => [each, 'Value']))).toEqual(wrong.map(() => 2));
  });

  it('refuses NUL and half a character, which no variable can hold', async () => {
    const texts = [
      'a\\u0000b',
      '\\ud83d',
      '\\ud83dx',
      '\\ud83dx\\udd12',
      '\\ud83d\\n',
      '\\udd12',
      '\\ud83d\\ud83d\\udd12',
    ];
    const readings = texts.map((text): Reading => [`{"Value":"${text}"}`, 'Value']);
    expect(await codesOf(...readings)).toEqual(texts.map(() => 4));
  });
});
