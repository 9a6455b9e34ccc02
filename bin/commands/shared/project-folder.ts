import { dirname } from 'node:path';

/** The folder of what was built, in which the running program is: `dist`. */
export function builtFolder(): string {
  const [, program = ''] = process.argv;
  return dirname(program);
}

/** The folder of the project, a checkout or an installed package, that the running program was built in. */
export function projectFolder(): string {
  return dirname(builtFolder());
}
