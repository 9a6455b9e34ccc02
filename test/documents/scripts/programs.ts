import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program of this machine is, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** Where a program is that the tests cannot do without. */
export function programPath(name: string): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`these tests need the program ${name}`);
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A shell that a node may have as /bin/sh. It is called `sh`, as it is there: bash keeps closer to POSIX then. */
export interface Shell {
  readonly name: string;
  readonly program: string;
  /** The small tools inside its file: those of busybox. */
  readonly applets: ReadonlySet<string>;
  /** Whether it looks for this program in PATH; some builds of busybox, and of mksh, take one of their own first. */
  readonly obeysPathFor: (program: string) => boolean;
}

/** The shells of this machine, for `describe.each`; says which it does not have. */
export const nodeShells = ['dash', 'bash', 'mksh', 'busybox'].flatMap(
  (name): [name: string, shell: Shell][] => {
    const program = findProgram(name);
    if (program !== undefined) return [[name, describeShell(name, program)]];
    process.stderr.write(`not tested with ${name}, which is not installed here\n`);
    return [];
  },
);

/** Whether a test can choose if a node with this shell has a program; says so where it cannot. */
export function canChoose({ name, obeysPathFor }: Shell, program: string): boolean {
  if (obeysPathFor(program)) return true;
  process.stderr.write(
    `not tested with ${name}, which has its own ${program}: what the node does without one\n`,
  );
  return false;
}

function describeShell(name: string, program: string): Shell {
  const answers = new Map<string, boolean>();
  const obeysPathFor = (wanted: string) => {
    const answer = answers.get(wanted) ?? ask(program, ['-c', 'command -v "$0"', wanted]).length === 0;
    answers.set(wanted, answer);
    return answer;
  };
  const applets = name === 'busybox' ? ask(program, ['--list'], name) : [];
  return { name, program, applets: new Set(applets), obeysPathFor };
}

/** The lines that a program prints where PATH leads nowhere. */
function ask(program: string, words: readonly string[], argv0 = 'sh'): string[] {
  const { stdout } = spawnSync(program, words, { argv0, env: { PATH: '/dev/null' }, encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}
