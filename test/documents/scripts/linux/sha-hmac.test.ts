import { createHash, createHmac } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeShells } from '../programs.ts';
import { drawFrom, Sandbox, word } from './sandbox.ts';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());
beforeEach(() => sandbox.forgetArguments());

const draw = drawFrom(1);
const key = (bytes: number) => Buffer.from(Array.from({ length: bytes }, () => draw(256)));
const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join('');

describe.each(nodeShells)('keyed hashes under %s', (_name, shell) => {
  const run = (lines: string, isRecorded = false) => sandbox.run(shell, ['sha-hmac'], lines, { isRecorded });

  it('are those of RFC 4231', async () => {
    const lines = `hmac_sha256 ${'0b'.repeat(20)} 'Hi There'; say "$digest"
hmac_sha256 4a656665 'what do ya want for nothing?'; say "$digest"`;
    expect((await run(lines)).stdout.split('\n')).toEqual([
      'muster: b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
      'muster: 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
      '',
    ]);
  });

  it('are those of Node.js, for keys of every length and byte and for texts that shells read otherwise', async () => {
    const texts = ['', '-n', '%s\\n\\0101', '$HOME `id` "\'', 'a\n\nb\n', printable, 'Grüße'];
    const keys = [
      ...Array.from({ length: 16 }, (_, index) => key(index * 4 + 4)),
      Buffer.alloc(32),
      Buffer.alloc(64, 255),
    ];
    const cases = keys.map((bytes, index) => ({ bytes, text: texts[index % texts.length] ?? '' }));
    const lines = cases.map(
      ({ bytes, text }) => `hmac_sha256 ${bytes.toString('hex')} ${word(text)}; say "$digest"`,
    );
    const { stdout, stderr } = await run(lines.join('\n'));
    const right = cases.map(({ bytes, text }) => createHmac('sha256', bytes).update(text).digest('hex'));
    expect({ stdout, stderr }).toEqual({
      stdout: right.map((digest) => `muster: ${digest}\n`).join(''),
      stderr: '',
    });
  });

  it('take a text as a key, and the hash of one that is longer than 64 bytes', async () => {
    const texts = [40, 64, 65, 94].map((length) => printable.slice(0, length));
    const { stdout } = await run(texts.map((text) => `hex_key ${word(text)}; say "$hex"`).join('\n'));
    const right = texts.map((text) =>
      text.length > 64 ? createHash('sha256').update(text).digest('hex') : Buffer.from(text).toString('hex'),
    );
    expect(stdout).toBe(right.map((hex) => `muster: ${hex}\n`).join(''));
  });

  it('reach no program as an argument', async () => {
    await run(
      `hex_key AWS4do-not-show; hmac_sha256 "$hex" a-text-of-mine; hmac_sha256 "$digest" b; sha256 a-text-of-mine`,
      true,
    );
    expect(sandbox.programArguments).toContain('sha256sum');
    expect(sandbox.programArguments).not.toMatch(/do-not-show|text-of-mine|[0-9a-f]{16}/);
  });
});
