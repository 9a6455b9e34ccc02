import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the package, independent of the current directory. */
export const packageFolder = fileURLToPath(new URL('../..', import.meta.url));

/** A program of the package and its imports: paths relative to the package, or names of packages. */
export interface Program {
  readonly file: string;
  readonly imports: readonly string[];
}

/** Every TypeScript file below these folders of the package. */
export function programsIn(...folders: readonly string[]): Program[] {
  return folders.flatMap((folder) =>
    readdirSync(join(packageFolder, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readProgram(join(folder, file))),
  );
}

function readProgram(file: string): Program {
  const text = readFileSync(join(packageFolder, file), 'utf8');
  const found = text.matchAll(/^(?:import|export)\b[^;]*?\bfrom '([^']+)';|\bimport\('([^']+)'\)/gm);
  const imports = [...found].map(([, named, lazy]) => named ?? lazy ?? '');
  return { file, imports: imports.map((each) => targetOf(file, each)) };
}

function targetOf(file: string, imported: string): string {
  return imported.startsWith('.') ? normalize(join(dirname(file), imported)) : imported;
}

/** Whether a target is a file outside the package: its path begins with `../`. */
export function isOutside(target: string): boolean {
  return relative('.', target).startsWith('..');
}
