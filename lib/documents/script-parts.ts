import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the scripts, below the project's root. */
const scriptsFolder = join('documents', 'scripts');

/** The lines of a script, or the first name in it that names no file. */
export type Script = { readonly lines: readonly string[] } | { readonly missing: string };

/**
 * Reads a script of several parts, in their order. Comments that fill a line and empty lines stay in the
 * files, because a document has room for 64 KB; so does the indentation of PowerShell, where no text of several
 * lines has any.
 * @param names such as `linux/say.sh`, below the folder, or `linux/installer.list` for a list of names.
 */
export function readScript(names: readonly string[], folder: string = scriptsFolder): Script {
  const lines: string[] = [];
  for (const name of names.flatMap((each) => expand(each, folder))) {
    const text = /^([a-z0-9-]+\/)?[a-z0-9-]+\.(sh|ps1)$/.test(name)
      ? readText(join(folder, name))
      : undefined;
    if (text === undefined) return { missing: name };
    const kept = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
    lines.push(...(name.endsWith('.ps1') ? kept.map((line) => line.trimStart()) : kept));
  }
  return { lines };
}

/** `linux/installer.list` stands for the names in that file: several documents have the same script. */
function expand(name: string, folder: string): readonly string[] {
  const text = /^[a-z0-9-]+\/[a-z0-9-]+\.list$/.test(name) ? readText(join(folder, name)) : undefined;
  return text?.split(/\s+/).filter((each) => each !== '') ?? [name];
}

/** The text of a file, or undefined when there is none. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
