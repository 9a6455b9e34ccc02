import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzip } from './gzip.ts';

/** The folder of the scripts, below the project's root. */
export const scriptsFolder = join('documents', 'scripts');

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

/**
 * The lines of a shell script that unpack other lines and run them. A document has room for 64 KB, and the scripts of
 * the user need a quarter of it. The node needs base64 and gzip, which every distribution has.
 */
export function packScript(lines: readonly string[]): string[] {
  const packed = gzip(Buffer.from(`${lines.join('\n')}\n`)).toString('base64');
  return [
    "packed_script='",
    ...(packed.match(/.{1,1000}/g) ?? []),
    "'",
    'eval "$(printf %s "$packed_script" | base64 -d 2>/dev/null | gzip -dc 2>/dev/null)"',
    "echo 'muster: outcome 29 cannot-run: the node has no base64 or no gzip, which unpack the script'",
    'exit 29',
  ];
}

/** The text of a file, or undefined when there is none. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
