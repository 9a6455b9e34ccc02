import { readScript } from '../../../../lib/documents/script-parts.ts';
import {
  commandsIn,
  functionsOf,
  type PowerShellFunction,
  parsePowerShell,
  tablesOf,
  type Value,
} from './power-shell.ts';

const script = readScript(['windows/installer.list']);
if ('missing' in script) throw new Error(`the installer has no part ${script.missing}`);

/** The Windows installer, without what a document puts in front of it. */
export const installer = parsePowerShell(script.lines.join('\n'));

const tables = tablesOf(installer);
const functions = new Map(functionsOf(installer).map((each) => [each.name, each]));

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

/** A function of the installer. */
export function functionNamed(name: string): PowerShellFunction {
  const found = functions.get(name);
  if (found === undefined) throw new Error(`the installer has no function ${name}`);
  return found;
}

/** The names of the commands that a function calls, in the order of its text. */
export function callsOf(name: string): string[] {
  return commandsIn(functionNamed(name).body).map((command) => command.name);
}

/** The outcome that a function gives to `Stop-Run` with a number. */
export function outcomesOf(name: string): number[] {
  return commandsIn(functionNamed(name).body)
    .filter((command) => command.name === 'Stop-Run')
    .flatMap(({ words }) => (/^\d+$/.test(words[0]?.text ?? '') ? [Number(words[0]?.text)] : []));
}
