import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, nodeShells, programPath, type Shell } from '../programs.ts';

/** What a run of some parts printed and how it ended. */
export interface PartRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that sends requests; `wget` stands for that of GNU. */
export type Sender = 'curl' | 'wget' | 'python3';

/** The senders that this machine has; says which it does not have. */
export const senders = (['curl', 'wget', 'python3'] as const).filter((name) => {
  const found = findProgram(name) !== undefined;
  if (!found) process.stderr.write(`not tested with ${name}, which is not installed here\n`);
  return found;
});

/** How some parts are run. */
export interface PartOptions {
  readonly sender?: Sender | 'none';
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string | Buffer;
  readonly shellOptions?: readonly string[];
  readonly awk?: string;
  /** Whether every program writes its arguments down; `sleep` always does. */
  readonly isRecorded?: boolean;
  /** Lines of shell that a program runs before it becomes the real one, where they are recorded. */
  readonly spies?: Readonly<Record<string, string>>;
}

/** What the parts use besides a sender; a node has them all. */
const tools = 'awk cat cp date head ls mkdir mktemp rm sed sha256sum printf tail timeout tr cut'.split(' ');

/** What the installer's own part gives to the others. */
const prelude = `set -fu
LC_ALL=C
export LC_ALL
say() { printf 'muster: %s\\n' "$*"; }
finish() {
  say "outcome $1 $2: $3"
  exit "$1"
}
quote() { printf '%s' "$1" | tr -c '\\040-\\176' '?' | cut -c 1-160; }
has() { command -v "$1" >/dev/null 2>&1; }
await_limited() { wait "$child"; }
`;

/**
 * A folder in which parts of the Linux script run, with few programs of this machine. Each can be a stand-in that writes
 * its arguments down before it becomes the real one. No run sleeps.
 */
export class Sandbox {
  readonly folder = mkdtempSync(join(tmpdir(), 'muster-parts-'));
  readonly work = join(this.folder, 'work');
  readonly #bin = join(this.folder, 'bin');
  readonly #record = join(this.folder, 'arguments');

  constructor() {
    mkdirSync(this.#bin);
    mkdirSync(this.work, { mode: 0o700 });
    writeFileSync(this.#record, '');
  }

  /** All arguments of all programs that were recorded. */
  get programArguments(): string {
    return readFileSync(this.#record, 'utf8');
  }

  forgetArguments(): void {
    writeFileSync(this.#record, '');
  }

  /** The pauses that the script made, in seconds. */
  get pauses(): number[] {
    const lines = this.programArguments.split('\n').filter((line) => line.startsWith('sleep '));
    return lines.map((line) => Number(line.slice('sleep '.length)));
  }

  write(file: string, text: string): string {
    const path = join(this.folder, file);
    writeFileSync(path, text);
    return path;
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** The text of every file that is left below the folder, by its name. */
  filesLeft(): [file: string, text: string][] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [path.slice(this.folder.length + 1), readFileSync(path, 'latin1')]);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Puts a program into the folder's PATH: the body of a shell script, whose arguments are recorded. */
  addProgram(name: string, body: string): void {
    const path = join(this.#bin, name);
    rmSync(path, { force: true }); // it may be a link to a real program, and a write would go through it
    writeFileSync(path, `#!${programPath('dash')}\n${this.#noteOf(name)}\n${body}\n`);
    chmodSync(path, 0o755);
  }

  #noteOf(name: string): string {
    return `printf '%s\\n' '${name} '"$*" >>'${this.#record}'`;
  }

  /** Runs parts of the Linux script and then these lines. */
  async run(
    shell: Shell,
    parts: readonly string[],
    lines: string,
    options: PartOptions = {},
  ): Promise<PartRun> {
    const { environment = {}, input = '', shellOptions = [] } = options;
    const functions = this.#equip(shell, options);
    const own = `work='${this.work}' log='${this.folder}/log' download_seconds=20\n`;
    const text = [functions, prelude, own, ...parts.map(readPart), lines, '\n'].join('');
    const script = this.write('script.sh', text);
    const child = spawn(shell.program, [...shellOptions, script], {
      argv0: 'sh',
      cwd: this.folder,
      env: { PATH: this.#bin, ...environment },
    });
    child.stdin.on('error', () => undefined); // the script need not read it
    child.stdin.end(input);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    rmSync(script);
    return { code, stdout, stderr };
  }

  /** Gives the sandbox its programs. Returns functions for those that the shell would take of its own. */
  #equip({ program, applets, obeysPathFor }: Shell, options: PartOptions): string {
    const { sender = 'curl', awk = 'awk', isRecorded = false, spies = {} } = options;
    const names = sender === 'none' ? tools : [...tools, sender];
    const recorders = new Map<string, string>();
    for (const name of names) {
      const isApplet = applets.has(name) && awk === 'awk' && name !== 'wget';
      const path = isApplet ? program : realPath(name === 'awk' ? awk : name);
      const call = path.endsWith('busybox') ? `${path} ${name}` : path;
      if (isRecorded) this.addProgram(name, `${spies[name] ?? ''}\nexec ${call} "$@"`);
      else this.#link(name, path);
      // A function of the script does the same without the start of a shell; a spy looks at itself as a program.
      if (isRecorded && spies[name] === undefined)
        recorders.set(name, `${name}() {\n${this.#noteOf(name)}\n${call} "$@"\n}\n`);
    }
    this.addProgram('sleep', '');
    const passedBy = [...(isRecorded ? names : []), 'sleep'].filter(
      (name) => !obeysPathFor(name) || recorders.has(name),
    );
    const own = passedBy.filter((name) => name !== 'printf'); // every shell but mksh has it as a builtin
    return own.map((name) => recorders.get(name) ?? `${name}() { '${this.#bin}/${name}' "$@"; }\n`).join('');
  }

  #link(name: string, path: string): void {
    rmSync(join(this.#bin, name), { force: true });
    symlinkSync(path, join(this.#bin, name));
  }
}

/** Where a program of this machine is. */
function realPath(name: string): string {
  const path = programPath(name);
  // A manager of versions puts a script in the place of python3 that needs much of the machine; the system's own does not.
  return path.includes('shims') ? `/usr/bin/${name}` : path;
}

/** A part as a document may hold it: without the blanks in front of its lines, and without lines of comment. */
function readPart(name: string): string {
  const lines = readFileSync(`documents/scripts/linux/${name}.sh`, 'utf8').split('\n');
  return `${lines
    .map((line) => line.trimStart())
    .filter((line) => !/^(#|$)/.test(line))
    .join('\n')}\n`;
}

/** A text as a word of a shell script. */
export function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Numbers below a bound that are the same in every run. */
export function drawFrom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

/** The shell that most nodes have as /bin/sh, for what does not differ between shells. */
export function firstShell(): Shell {
  const shell = nodeShells[0]?.[1];
  if (shell === undefined) throw new Error('these tests need a shell');
  return shell;
}
