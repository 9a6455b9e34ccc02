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

describe.each(awks)('JSON read with %s', (awk) => {
  /** The value at these keys, and the code. */
  const read = async (text: string, ...keys: string[]) => {
    const lines = `read_json ${word(keys.join('\n'))}; code=$?; put "/$code"`;
    const options = { input: text, awk };
    const { stdout, stderr } = await sandbox.run(firstShell(), ['sha-hmac', 'read-json'], lines, options);
    expect(stderr).toBe('');
    const cut = stdout.lastIndexOf('/');
    return { value: stdout.slice(0, cut), code: Number(stdout.slice(cut + 1)) };
  };
  const codeOf = async (text: string, ...keys: string[]) => (await read(text, ...keys)).code;

  it.each(awkward.map((value) => [JSON.stringify(value).slice(0, 40), value]))(
    'gives %s as it was',
    async (_name, value) => {
      const plain = JSON.stringify({
        Other: [value, { Value: 'no' }],
        Parameter: { Type: 'SecureString', Value: value },
      });
      expect(await read(plain, 'Parameter', 'Value')).toEqual({ value, code: 0 });
      const escaped = plain.replace(
        /[^ -~]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
      );
      expect(await read(escaped, 'Parameter', 'Value')).toEqual({ value, code: 0 });
    },
  );

  it('gives what JSON.parse gives of drawn texts, in any layout', async () => {
    const draw = drawFrom(7);
    const alphabet = ['"', '\\', '\n', 'u', '{', '}', '[', ']', ':', ',', 'é', '\u{1f512}', ' ', 'a', '0'];
    const text = () => Array.from({ length: draw(12) }, () => alphabet[draw(alphabet.length)]).join('');
    for (let round = 0; round < 12; round += 1) {
      const value = text();
      const document = {
        [`k${text()}`]: text(),
        list: [text(), [text(), { key: 'no' }], 1.5e-3, null, true],
        key: value,
        last: {},
      };
      expect(await read(JSON.stringify(document, undefined, draw(3)), 'key')).toEqual({ value, code: 0 });
    }
  });

  it('finds the key at its own place, not in a list, in another object, in a text or in a longer path', async () => {
    const text = JSON.stringify({
      a: { key: '1' },
      l: ['key', { key: '2' }, ['key']],
      t: '"key":"3"',
      key: { key: '4' },
      b: { c: '5' },
    });
    expect(await read(text, 'key', 'key')).toEqual({ value: '4', code: 0 });
    expect(await read(text, 'b', 'c')).toEqual({ value: '5', code: 0 });
    expect(await codeOf(text, 'c')).toBe(1);
    expect(await codeOf(text, 'b', 'c', 'd')).toBe(1);
    expect(await read('{"k\\u0065y":"escaped","x":1}', 'key')).toEqual({ value: 'escaped', code: 0 });
  });

  it('gives numbers and words as they stand, and no objects, lists or null', async () => {
    const text = '{"n": -1.5e3 , "t":true,"o":{},"l":[ ],"z":null}';
    expect(await read(text, 'n')).toEqual({ value: '-1.5e3', code: 0 });
    expect(await read(text, 't')).toEqual({ value: 'true', code: 0 });
    expect([await codeOf(text, 'o'), await codeOf(text, 'l'), await codeOf(text, 'z')]).toEqual([3, 3, 3]);
  });

  it('refuses what is no JSON, and an answer that was cut off at any place', async () => {
    const text = '{"a":[1,"x"],"Value":"secret \\u00e9 \\\\ \\" end","b":{}}';
    expect(await codeOf(text, 'Value')).toBe(0);
    for (let length = 0; length < text.length; length += 3)
      expect([length, await codeOf(text.slice(0, length), 'Value')]).toEqual([length, 2]);
    for (const wrong of [
      '<html>"Value"</html>',
      '{"Value":"\\x"}',
      '{"Value":"\\u12g4"}',
      '{"Value":nope}',
      '{"a":1]',
      '{"a":"b"}}',
    ]) {
      expect([wrong, await codeOf(wrong, 'Value')]).toEqual([wrong, 2]);
    }
  });

  it('refuses NUL and half a character, which no variable can hold', async () => {
    const texts = ['a\\u0000b', '\\ud83d', '\\ud83dx', '\\ud83d\\n', '\\udd12', '\\ud83d\\ud83d\\udd12'];
    for (const text of texts) expect([text, await codeOf(`{"Value":"${text}"}`, 'Value')]).toEqual([text, 4]);
  });
});
