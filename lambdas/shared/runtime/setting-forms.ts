import { inflateRawSync } from 'node:zlib';
import * as z from 'zod/mini';
import { parseJson } from '../domain/parse-json.ts';

/**
 * The building blocks of function settings. The settings of a function are in its `<function>-settings.ts`.
 * Its stack writes them into the environment, and the function reads them from there with the same form
 * (`readSettings`). The variable of `missingAfterSeconds` is `MUSTER_MISSING_AFTER_SECONDS`.
 */

/** A name or an address, as it is. */
export const text = z.string();
/** A whole number from 1. */
export const wholeNumber = z.coerce.number().check(z.int(), z.positive());
/** A whole number from 0. */
export const zeroOrMore = z.coerce.number().check(z.int(), z.nonnegative());

/** Anything else, as JSON, which may be packed. */
export const json = <Form extends z.ZodMiniType>(form: Form) => z.pipe(z.transform(readJson), form);

/** The tags of instances that are left alone. */
export const exclusions = z.array(
  z.object({ key: z.string(), value: z.string(), isOfImage: z.exactOptional(z.literal(true)) }),
);

/** Which nodes outside EC2 are onboarded, and what their ARNs begin with; null for none. */
export const outside = z.nullable(z.object({ roles: z.array(z.string()), arnPrefix: z.string() }));

/** The value of a JSON setting. If it is none, its text is returned; no form of ours accepts that. */
export function readJson(value: string): unknown {
  return parseJson(unpackText(value));
}

/** The form of the settings of a function, by their names. */
export type SettingsForm = z.ZodMiniObject<Readonly<Record<string, z.ZodMiniType>>>;

/** The environment variable that holds a setting. */
export function variableOf(setting: string): string {
  return `MUSTER_${setting.replace(/(?=[A-Z])/g, '_').toUpperCase()}`;
}

/**
 * A function has 4 KB for its whole environment. A long setting is therefore packed: this prefix, and the text
 * deflated, as Base64. No JSON text begins so. `lib/constructs/pack-text.ts` packs.
 */
export const packedPrefix = 'deflate:';

/** The text that was packed. A text that is not packed, or is malformed, is returned as it is. */
export function unpackText(text: string): string {
  if (!text.startsWith(packedPrefix)) return text;
  try {
    return inflateRawSync(Buffer.from(text.slice(packedPrefix.length), 'base64')).toString();
  } catch {
    return text;
  }
}
