import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { scriptEnd } from './linux-preamble.ts';

/** A script of the user, or what is wrong with its file. */
export type ScriptReading =
  | { readonly text: string }
  | { readonly received: string; readonly allowed: string };

/**
 * Reads a script that goes into a document. Line ends of Windows become those of Unix, and the last one goes.
 * @param file the path from the working directory, which is the root of the project.
 */
export function readScript(file: string): ScriptReading {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return { received: `"${file}"`, allowed: 'a file that exists, from the root of the project' };
  }
  const text = bytes
    .toString('utf8')
    .replaceAll('\r\n', '\n')
    .replace(/^\uFEFF/, '')
    .replace(/\n+$/, '');
  if (text.trim() === '') return { received: `"${file}", which is empty`, allowed: 'a script' };
  return findLine(file, text) ?? findBytes(file, bytes) ?? { text };
}

/** The first line that a document cannot carry. */
function findLine(file: string, text: string): ScriptReading | undefined {
  const isPowerShell = file.endsWith('.ps1');
  const rules: readonly [form: RegExp, allowed: string][] = [
    [/\{\{/, 'lines without {{, which Systems Manager replaces in a document'],
    [/[\0\r]/, 'text without NUL and carriage returns'],
    isPowerShell
      ? [/[^\t\x20-\x7e]/, 'ASCII: Windows PowerShell reads other characters by the code page of the node']
      : [new RegExp(`^${scriptEnd}$`), `no line ${scriptEnd}, which ends the script in the document`],
  ];
  for (const [index, line] of text.split('\n').entries()) {
    const broken = rules.find(([form]) => form.test(line));
    if (broken !== undefined) return refuseLine(file, index, line, broken[1]);
  }
  return undefined;
}

/** The first line that is not UTF-8, shown as Latin-1, which it is most often. */
function findBytes(file: string, bytes: Buffer): ScriptReading | undefined {
  const lines = bytes.toString('latin1').split(/\r?\n/);
  const index = lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1')));
  return index < 0 ? undefined : refuseLine(file, index, lines[index] ?? '', 'text in UTF-8');
}

function refuseLine(file: string, index: number, line: string, allowed: string): ScriptReading {
  return { received: `${file}, line ${index + 1}: ${JSON.stringify(line.slice(0, 60))}`, allowed };
}
