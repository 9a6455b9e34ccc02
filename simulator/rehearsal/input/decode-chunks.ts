/** The encodings that are read. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** As many bytes as tell the encoding. */
const TELLING_BYTES = 2;

/**
 * The content of a file in pieces that the parser takes: bytes of UTF-8 as they are, everything else as text. PowerShell's
 * `>` writes UTF-16, with or without a byte order mark.
 * @throws TypeError for a text that is not in its encoding.
 */
export async function* decodeChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array | string> {
  let begin = new Uint8Array();
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let isKnown = false;
  for await (const chunk of chunks) {
    let next = chunk;
    if (!isKnown) {
      begin = Buffer.concat([begin, chunk]);
      if (begin.length < TELLING_BYTES) continue;
      isKnown = true;
      next = begin;
      const encoding = encodingOf(begin);
      if (encoding !== 'utf-8') decoder = new TextDecoder(encoding, { fatal: true });
    }
    yield decoder === undefined ? next : decoder.decode(next, { stream: true });
  }
  if (!isKnown && begin.length > 0) yield begin;
  if (decoder !== undefined) yield decoder.decode();
}

/** Detects the encoding by the byte order mark or, without one, by the zero byte next to the first character. */
export function encodingOf([first, second]: Uint8Array): Encoding {
  if ((first === 0xff && second === 0xfe) || (first !== undefined && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || first === 0) return 'utf-16be';
  return 'utf-8';
}
