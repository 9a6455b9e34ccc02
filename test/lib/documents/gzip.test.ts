import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gzip } from '../../../lib/documents/gzip.ts';

const text = readFileSync('lib/documents/document-schema.ts');

describe('gzip', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('a')],
    ['three bytes twice', Buffer.from('abcabc')],
    ['the longest repetitions', Buffer.alloc(1000, 'a')],
    ['every byte', Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256))],
    [
      'every length',
      Buffer.from(Array.from({ length: 259 }, (_, index) => `${'x'.repeat(index)}y`).join('')),
    ],
    ['far repetitions', Buffer.concat([text, Buffer.alloc(40_000, 'bcd'), text])],
    ['a text', text],
  ])('is read by others: %s', (_what, bytes) => {
    expect(gunzipSync(gzip(bytes)).equals(bytes)).toBe(true);
  });

  it('makes a text smaller, and always into the same bytes', () => {
    const packed = gzip(text);
    expect(packed.length).toBeLessThan(text.length / 2);
    expect(gzip(text).equals(packed)).toBe(true);
    expect(gzip(Buffer.from('abcabcabc')).toString('hex')).toBe(
      '1f8b08000000000002ff4b4c4a86200018482d4609000000',
    );
  });
});
