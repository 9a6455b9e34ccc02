import { isUtf8 } from 'node:buffer';
import { encodingOf } from './decode-chunks.ts';
import { InputError, type InputFile } from './input-file.ts';
import { findJsonMistake } from './json-mistake.ts';

/** What is known of a file that turned out not to be JSON. */
export interface BrokenInput {
  readonly file: InputFile;
  /** The bytes so far, or only the first of them. */
  readonly kept: Uint8Array[];
  isWhole: boolean;
  /** Where in the document the parser was. */
  readonly place: () => string;
}

/** How the other forms begin that people save. */
const OTHER_FORMS = [
  { name: 'the table format of the AWS CLI', begin: /^(?:-{4}|\+-)/ },
  {
    name: 'the text format of the AWS CLI',
    begin: /^(?:RESERVATIONS|INSTANCES|INSTANCEINFORMATIONLIST)(?:\t|$)/m,
  },
  {
    name: 'the yaml format of the AWS CLI',
    begin: /^(?:- )?(?:Reservations|InstanceInformationList|NextToken):/,
  },
  { name: 'XML', begin: /^<\?xml|^<Describe/ },
] as const;

/** Explains why a file cannot be read, in one line. Passes on an error that has nothing to do with the file. */
export function explainBroken(broken: BrokenInput, error: unknown): unknown {
  if (error instanceof InputError || !(error instanceof Error)) return error;
  const { file, kept, isWhole } = broken;
  if ('syscall' in error) return error;
  const bytes = Buffer.concat(kept);
  const problem =
    describeForm(bytes, file) ??
    (isWrongEncoding(error, bytes) ? describeEncoding(bytes, file) : undefined) ??
    (isWhole ? describeMistake(bytes) : undefined) ??
    describeRest(broken, error);
  return new InputError(`${file.name}: ${problem}`);
}

/** True when there is nothing in the file. */
export function isBlank(kept: readonly Uint8Array[]): boolean {
  const bytes = Buffer.concat(kept);
  return bytes.length < 1000 && (decode(bytes)?.trim() ?? 'x') === '';
}

/** The parser notices some wrong bytes itself, the decoder the others. A character may be cut off at the end. */
function isWrongEncoding(error: Error, bytes: Buffer): boolean {
  if ('code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return true;
  return encodingOf(bytes) === 'utf-8' && decode(bytes, { isCutOff: true }) === undefined;
}

/** Windows consoles have code pages. The AWS CLI of version 1 writes in them; so do older shells. */
function describeEncoding(bytes: Buffer, { name }: InputFile): string {
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') return `is not text in ${encoding.toUpperCase()}; allowed: UTF-8 or UTF-16`;
  const line = bytes
    .toString('latin1')
    .split('\n')
    .findIndex((text) => !isUtf8(Buffer.from(text, 'latin1')));
  const place = line < 0 ? '' : ` (line ${line + 1})`;
  const file = name === '-' ? 'fleet.json' : name;
  return (
    `is not text in UTF-8${place}; allowed: UTF-8 or UTF-16. It looks like code page 1252, which Windows consoles have. ` +
    `This makes it readable: iconv -f WINDOWS-1252 -t UTF-8 ${file} > utf8.json; in PowerShell: ` +
    `Get-Content -Encoding Default ${file} | Set-Content -Encoding UTF8 utf8.json`
  );
}

function describeForm(bytes: Buffer, { name, command }: InputFile): string | undefined {
  if (isCompressed(bytes))
    return `is compressed; allowed: JSON. This makes it readable: gunzip -c ${name} | muster rehearse --instances -`;
  const begin = decode(bytes.subarray(0, 2000), { isFatal: false })?.trimStart().slice(0, 1000) ?? '';
  const form = OTHER_FORMS.find((other) => other.begin.test(begin));
  return form && `is in ${form.name}; allowed: JSON, as \`${command} --output json\` prints it`;
}

/** The first bytes of gzip, and of zip. */
function isCompressed([first, second]: Uint8Array): boolean {
  return (first === 0x1f && second === 0x8b) || (first === 0x50 && second === 0x4b);
}

function describeMistake(bytes: Buffer): string | undefined {
  const mistake = findJsonMistake(decode(bytes) ?? '');
  if (mistake === undefined) return undefined;
  const { line, column, received, allowed } = mistake;
  const what =
    received === undefined
      ? `the file ends in the middle of the JSON; allowed here: ${allowed}. Was it cut off?`
      : `received ${JSON.stringify(received)}; allowed: ${allowed}`;
  return `line ${line}, column ${column}: ${what}`;
}

function describeRest({ place, file: { command } }: BrokenInput, { message }: Error): string {
  const where = place() === '' ? '' : `${place()}: `;
  const isCutOff = /mid-parsing|middle of a token/.test(message);
  const what = isCutOff
    ? 'the file ends in the middle of the JSON. Was it cut off?'
    : `is not JSON: ${message}`;
  return `${where}${what} Write it again: ${command} --output json`;
}

function decode(bytes: Uint8Array, { isFatal = true, isCutOff = false } = {}): string | undefined {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: isFatal }).decode(bytes, { stream: isCutOff });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
