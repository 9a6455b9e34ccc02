import { deflateSync } from 'fflate';
import { packedPrefix } from '../../lambdas/shared/runtime/setting-forms.ts';

/** Below this many bytes a text stays as it is, so that it can be read in the console. */
const packedFromBytes = 600;

/** A setting as it stands in the environment of a function: packed, if it is long and if that makes it shorter. */
export function packText(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length < packedFromBytes) return text;
  const packed = packedPrefix + Buffer.from(deflateSync(bytes, { level: 9 })).toString('base64');
  return packed.length < bytes.length ? packed : text;
}
