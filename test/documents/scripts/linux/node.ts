import { spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { findProgram, programPath, type Shell } from '../programs.ts';
import type { RenderedStep } from './agent.ts';

/** What a run printed and how it ended. */
export interface RunResult {
  readonly code: number | null;
  readonly lines: readonly string[];
}

/** A run that goes on: its shell leads a group of processes, as the SSM agent starts it. */
export interface StartedRun {
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number | null; readonly output: string; readonly errors: string }>;
}

/** What the pretend node is; the rest is Debian 12 on x86_64. */
export interface NodeOptions {
  readonly kernel?: string;
  readonly machine?: string;
  readonly osRelease?: string;
  /** Programs that the node lacks. */
  readonly without?: readonly string[];
}

const realPrograms =
  'sh awk base64 cat chmod curl cut date df dirname env find flock grep gzip head kill ls mkdir mv od printf rm rmdir sed sha256sum sort tail tar timeout touch tr wc wget';

const realSleep = programPath('sleep');

/**
 * What would touch this machine. They use builtins where they can: a program of its own takes a millisecond and a half,
 * and a run asks for these by the dozen.
 */
const fakePrograms = {
  uname: `if [ "$1" = -m ]; then file=$NODE/machine; else file=$NODE/kernel; fi
IFS= read -r line <"$file"; echo "$line"`,
  sleep: `echo "$1" >>"$NODE/slept"; exec ${realSleep} 0.01`,
  // An installed agent starts unless the file "broken" is there, or unless its "service", a script, fails. "flapping"
  // gives it a new process at every look, "dies-after" so many looks to live. "unit" is what systemd says of it.
  systemctl: `echo "$*" >>"$NODE/systemctl-calls"
case $1 in
  show)
    if [ -e "$NODE/unit" ]; then cat "$NODE/unit"; exit; fi
    if [ -e "$NODE/flapping" ]; then echo x >>"$NODE/flapping"; fi
    if [ -e "$NODE/active" ] && [ -e "$NODE/dies-after" ]; then
      read -r looks <"$NODE/dies-after"; looks=$((looks - 1)); echo $looks >"$NODE/dies-after"
      if [ $looks -lt 0 ]; then rm "$NODE/active"; fi
    fi
    if [ -e "$NODE/active" ]; then
      pid=1
      if [ -e "$NODE/flapping" ]; then while read -r look; do pid=$look$pid; done <"$NODE/flapping"; fi
      echo "ActiveState=active"; echo "MainPID=$pid"
    else
      echo "ActiveState=failed"; echo "SubState=failed"; echo "Result=exit-code"
      echo "ExecMainStatus=$(cat "$NODE/status" 2>/dev/null || echo 1)"
    fi ;;
  start | restart)
    [ ! -e "$NODE/active" ] || rm -f "$NODE/active"
    [ -e "$NODE/installed" ] && [ ! -e "$NODE/broken" ] || exit 1
    if [ -e "$NODE/service" ]; then
      sh "$NODE/service" >>"$NODE/journal" 2>&1; code=$?; echo $code >"$NODE/status"
      [ $code -eq 0 ] || exit 1
    fi
    : >"$NODE/active" ;;
esac`,
  journalctl: 'cat "$NODE/journal" 2>/dev/null',
};

/**
 * The same as functions of the script, which then starts no program for them. A subshell that sleeps watches a command;
 * each of its looks costs some programs, so it looks less often at first: a command that hangs is still ended soon.
 */
const fakeFunctions: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(fakePrograms).map(([name, body]) => [name, `${name}() (\n${body}\n)`]),
  ),
  sleep: `fake_naps=0
sleep() {
  echo "$1" >>"$NODE/slept"
  read -r fake_own fake_rest </proc/self/stat
  if [ "$fake_own" = "$$" ] || [ "$fake_naps" -ge 8 ]; then ${realSleep} 0.01; return; fi
  fake_naps=$((fake_naps + 1))
  ${realSleep} 0.05
}`,
};

/** The folders of the machine that stand for those of the node: the script has no switch for them. */
const nodePaths =
  /(?<=^|['" =(])\/(?=(etc|opt|root|sys\/fs|usr\/lib|usr\/local|var\/lib|var\/log)\/|var\/ossec\b)/gm;

/**
 * A pretend Linux node in a temporary folder. It has no program of this machine but those of two folders of its own:
 * `bin` has the fakes for what would touch this machine, `tools` has links to real programs for text and files.
 */
export class PretendNode {
  readonly folder = mkdtempSync(join(tmpdir(), 'muster-node-'));
  readonly #bin = join(this.folder, 'bin');
  readonly #tools = join(this.folder, 'tools');
  readonly #without: readonly string[];
  /** Functions of the script that do what programs of these names would, without the start of one. */
  readonly #functions = new Map<string, string>();
  #shell: Shell | undefined;
  #runCount = 0;

  constructor(options: NodeOptions = {}) {
    this.#without = options.without ?? [];
    mkdirSync(this.#bin);
    for (const [name, script] of Object.entries(fakePrograms)) {
      if (this.#without.includes(name)) continue;
      this.addProgram(name, script);
      this.#functions.set(name, fakeFunctions[name] ?? '');
    }
    this.write('kernel', options.kernel ?? 'Linux');
    this.write('machine', options.machine ?? 'x86_64');
    for (const folder of ['etc', 'opt', 'usr/lib', 'var/lib'])
      mkdirSync(join(this.folder, folder), { recursive: true });
    this.write('etc/os-release', options.osRelease ?? 'ID=debian\nVERSION_ID="12"\n');
  }

  /** Adds a program to the node: the body of a shell script that finds the node's folder in `$NODE`. */
  addProgram(name: string, script: string): void {
    this.#functions.delete(name);
    this.remove(`bin/${name}`); // it may be a link to a real program, and a write would go through it
    this.write(`bin/${name}`, `#!/bin/sh\n${script}`);
    chmodSync(join(this.#bin, name), 0o755);
  }

  /** Writes the arguments of a real program down in `calls`, whoever starts it. */
  watchProgram(name: string): void {
    const real = programPath(name);
    const note = `echo "${name} $*" >>"$NODE/calls"`;
    this.addProgram(name, `${note}\nexec ${real} "$@"`);
    this.#functions.set(name, `${name}() {\n${note}\n${real} "$@"\n}`);
  }

  /** Adds a program at a path of the node. */
  addProgramAt(path: string, script: string): void {
    this.write(path, `#!/bin/sh\n${script}`);
    chmodSync(join(this.folder, path), 0o755);
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    // Without following a link: a pretend node must never write to this machine.
    const target = openSync(
      join(this.folder, file),
      constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW,
    );
    writeFileSync(target, `${text}\n`);
    closeSync(target);
  }

  writeBytes(file: string, bytes: Buffer): void {
    writeFileSync(join(this.folder, file), bytes, { flag: 'wx' });
  }

  /** Makes a folder with these permissions. */
  addFolder(folder: string, mode: number): void {
    mkdirSync(join(this.folder, folder));
    chmodSync(join(this.folder, folder), mode);
  }

  /** The permissions of a file or folder. */
  mode(file: string): number {
    return statSync(join(this.folder, file)).mode & 0o777;
  }

  read(file: string): string {
    return existsSync(join(this.folder, file)) ? readFileSync(join(this.folder, file), 'utf8') : '';
  }

  has(file: string): boolean {
    return existsSync(join(this.folder, file));
  }

  /** The names of what is in a folder. */
  files(folder: string): string[] {
    return readdirSync(join(this.folder, folder)).sort();
  }

  remove(file = ''): void {
    rmSync(join(this.folder, file), { recursive: true, force: true });
  }

  /** Runs a rendered step with the given shell, keeping the node's state inside its folder. */
  async run(step: RenderedStep, shell: Shell): Promise<RunResult> {
    const { ended } = this.start(step, shell);
    const { code, output, errors } = await ended;
    expect(errors).toBe('');
    return { code, lines: readOutcome(output, code) };
  }

  /** Starts a rendered step, which a test may end before its time. */
  start(step: RenderedStep, shell: Shell): StartedRun {
    this.#equip(shell);
    // A file of its own: a run at the same time must never read a script that is being written.
    this.#runCount += 1;
    const script = `script-${this.#runCount}.sh`;
    this.write(script, `${this.#preferFakes(shell)}${step.script.replace(nodePaths, `${this.folder}/`)}`);
    const own = {
      NODE: this.folder,
      PATH: `${this.#bin}:${this.#tools}`,
    };
    const child = spawn(shell.program, [join(this.folder, script)], {
      argv0: 'sh',
      cwd: this.folder,
      detached: true, // a group of its own, as the SSM agent gives it
      env: { ...step.environment, ...own },
    });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    return { pid: child.pid ?? 0, ended: ended.then((code) => ({ code, output, errors })) };
  }

  /** Links the real programs, once: the shell's own where it has them, as on a node where it is all there is. */
  #equip(shell: Shell): void {
    if (this.#shell === shell) return; // links that vanish for a moment would be missed by a run at the same time
    if (this.#shell !== undefined) throw new Error('a node has one shell');
    this.#shell = shell;
    const stays = this.#without.filter((name) => !shell.obeysPathFor(name));
    if (stays.length > 0) throw new Error(`a node with ${shell.name} is never without ${stays}`);
    mkdirSync(this.#tools);
    for (const name of realPrograms.split(' ')) {
      const isApplet = shell.applets.has(name) && name !== 'wget'; // that of busybox lacks most options
      const path = isApplet ? shell.program : findProgram(name);
      if (path !== undefined && !this.#without.includes(name)) symlinkSync(path, join(this.#tools, name));
    }
  }

  /** The functions, and one for each program that the shell would pass by: it looks for functions first, and in PATH last. */
  #preferFakes({ obeysPathFor }: Shell): string {
    const there = readdirSync(this.#bin);
    const functions = there.map(
      (name) =>
        this.#functions.get(name) ?? (obeysPathFor(name) ? '' : `${name}() { "$NODE/bin/${name}" "$@"; }`),
    );
    return functions.map((text) => `${text}\n`).join('');
  }
}

/** The lines of a run, after checking what holds for every run. */
function readOutcome(output: string, code: number | null): string[] {
  const lines = output.trimEnd().split('\n');
  expect(lines.filter((line) => !/^muster: [ -~]+$/.test(line))).toEqual([]);
  expect(lines.at(-1)).toMatch(new RegExp(`^muster: outcome ${code} [a-z-]+: .`));
  expect(lines.filter((line) => line.startsWith('muster: outcome'))).toHaveLength(1);
  // ListCommandInvocations returns no more than this.
  expect(output.length).toBeLessThan(2500);
  return lines;
}
