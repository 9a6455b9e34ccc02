import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * A function has 4 KB for its whole environment. A long setting is therefore packed: this prefix, and the text
 * deflated, as Base64. No JSON text begins so.
 */
const prefix = 'deflate:';

/** Below this length a text stays as it is, so that it can be read in the console. */
const packedFrom = 600;

/** A text as it stands in the environment: packed, if it is long and if that makes it shorter. */
export function packText(text: string): string {
  if (text.length < packedFrom) return text;
  const packed = prefix + deflateRawSync(text, { level: 9 }).toString('base64');
  return packed.length < text.length ? packed : text;
}

/** The text that `packText` was given. A text that is not packed, or is malformed, is returned as it is. */
export function unpackText(text: string): string {
  if (!text.startsWith(prefix)) return text;
  try {
    return inflateRawSync(Buffer.from(text.slice(prefix.length), 'base64')).toString();
  } catch {
    return text;
  }
}
