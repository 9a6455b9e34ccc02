import { dirname } from 'node:path';

/** The folder of the build, `dist`, from which the program runs. */
export function builtFolder(): string {
  const [, program = ''] = process.argv;
  return dirname(program);
}

/** The folder of the project that the running program was built in: a checkout or an installed package. */
export function projectFolder(): string {
  return dirname(builtFolder());
}
