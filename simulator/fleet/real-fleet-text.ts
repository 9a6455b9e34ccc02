import { findJsonMistake } from './real-fleet-json.ts';

/** A value, or one line that says which file is wrong, where, and what is allowed. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** A file, and which command of the AWS CLI should have written it. */
export interface FleetFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly command: string;
}

/** How the other output formats of the AWS CLI begin. */
const OTHER_FORMATS = [
  { name: 'table', begin: /^(?:-{4}|\+-)/ },
  { name: 'text', begin: /^(?:RESERVATIONS|INSTANCES|INSTANCEINFORMATIONLIST)(?:\t|$)/m },
  { name: 'yaml', begin: /^(?:- )?(?:Reservations|InstanceInformationList|NextToken):/ },
] as const;

/** More does not fit into one string of V8 (2^29 - 24 characters). */
const BYTES_MAX = 500_000_000;

/** The JSON document in a file, in UTF-8 or UTF-16 (PowerShell's `>` writes that), with or without a mark. */
export function readJson(file: FleetFile): Reading<unknown> {
  const refuse = (problem: string) => ({ ok: false, problem: `${file.name}: ${problem}` }) as const;
  if (file.bytes.length > BYTES_MAX)
    return refuse(`has ${file.bytes.length} bytes; allowed: at most ${BYTES_MAX}`);
  const encoding = encodingOf(file.bytes);
  const text = decode(file.bytes, encoding);
  if (text === undefined) return refuse(`is not text in ${encoding.toUpperCase()}; allowed: UTF-8 or UTF-16`);
  if (text.trim() === '') return refuse(`is empty; allowed: what \`${file.command} --output json\` prints`);
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value };
  } catch (error) {
    return refuse(describeBrokenJson(text, file.command) ?? `is not JSON: ${String(error)}`);
  }
}

/** Told by the mark at the beginning, or, without one, by the zero byte beside the first character. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || (first !== undefined && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || first === 0) return 'utf-16be';
  return 'utf-8';
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function describeBrokenJson(text: string, command: string): string | undefined {
  const format = OTHER_FORMATS.find(({ begin }) => begin.test(text.trimStart().slice(0, 1000)));
  if (format !== undefined)
    return `is in the ${format.name} format of the AWS CLI; allowed: JSON, as \`${command} --output json\` prints it`;
  const mistake = findJsonMistake(text);
  if (mistake === undefined) return undefined;
  const { line, column, received, allowed } = mistake;
  const what =
    received === undefined
      ? `the file ends in the middle of the JSON; allowed here: ${allowed}. Was it cut off?`
      : `received ${JSON.stringify(received)}; allowed: ${allowed}`;
  return `line ${line}, column ${column}: ${what}`;
}
