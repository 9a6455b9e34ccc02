import { findJsonMistake } from './real-fleet-json.ts';

/** A value, or one line that says which file is wrong, where, and what is allowed. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** A file, and the AWS CLI command that should have written it. */
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

/** The largest file. A string in V8 holds at most 2^29 - 24 characters. */
const BYTES_MAX = 500_000_000;

/**
 * Reads the JSON document in a file. The encoding is UTF-8 or UTF-16 (the default of PowerShell's `>`), with or without
 * a byte order mark.
 */
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

/** Detects the encoding by the byte order mark or, without one, by the zero byte next to the first character. */
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
