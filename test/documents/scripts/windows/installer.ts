import { readScript } from '../../../../lib/documents/script-parts.ts';
import { parsePowerShell, tablesOf, type Value } from './power-shell.ts';

const script = readScript(['windows/installer.list']);
if ('missing' in script) throw new Error(`the installer has no part ${script.missing}`);

/** The Windows installer, without what a document puts in front of it. */
export const installer = parsePowerShell(script.lines.join('\n'));

const tables = tablesOf(installer);

function tableNamed(name: string): Value {
  const value = tables.get(name);
  if (value === undefined) throw new Error(`the installer has no table ${name}`);
  return value;
}

/** A table of the installer with texts. */
export function texts(name: string): Record<string, string> {
  const value = tableNamed(name);
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error(`${name} is no table`);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, String(each)]));
}

/** A list of the installer. */
export function list(name: string): Value[] {
  const value = tableNamed(name);
  if (!Array.isArray(value)) throw new Error(`${name} is no list`);
  return value;
}

/** A single value of the installer, as text. */
export function text(name: string): string {
  return String(tableNamed(name));
}
