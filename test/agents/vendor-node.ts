import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import { programPath, type Shell } from '../documents/scripts/programs.ts';

/** What a script printed, how it ended, and every command line of a program that it ran. */
export interface ScriptRun {
  readonly code: number | null;
  readonly output: string;
  readonly calls: string;
}

/** The programs that the scripts of agents/ may use. Each is the real one, with its arguments written down. */
const realPrograms = 'awk cat chmod grep mv rm sed tr uname'.split(' ');

/** The folders of a system that the scripts know, which are inside the folder of a node. */
const folders = ['etc', 'opt', 'var'];

/** A script with these folders in those of a node, which it finds in `$NODE`. */
function moveIntoNode(script: string): string {
  return script.replace(/(?<![\w$}.*-])\/(?=(etc|opt|var)\/)/g, '$$NODE/');
}

/**
 * A folder that stands for a node with the tools of one vendor. The tools are stand-ins that refuse what the real
 * ones refuse.
 */
export class VendorNode {
  readonly folder = mkdtempSync(join(tmpdir(), 'muster-vendor-'));

  constructor() {
    this.write('etc/hostname', 'node');
    for (const name of realPrograms) this.addProgram(name, `exec ${programPath(name)} "$@"`);
    this.addProgram('chown', ':'); // the users of vendors are not on this machine
  }

  /** Adds a program to the PATH. */
  addProgram(name: string, body: string): void {
    this.addTool(`bin/${name}`, body);
  }

  /** Adds a program at a path of the node, such as `opt/CrowdStrike/falconctl`. */
  addTool(path: string, body: string): void {
    this.write(path, `#!/bin/sh\necho "\${0##*/} $*" >>"$NODE/calls"\n${body}`);
    chmodSync(join(this.folder, path), 0o755);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), `${text}\n`);
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  read(path: string): string {
    return this.has(path) ? readFileSync(join(this.folder, path), 'utf8') : '';
  }

  mode(path: string): number {
    return statSync(join(this.folder, path)).mode & 0o777;
  }

  remove(path = ''): void {
    rmSync(join(this.folder, path), { recursive: true, force: true });
  }

  /** Every file in the folders of the system, with its permissions and content. */
  state(): Record<string, string> {
    const files = folders
      .filter((folder) => this.has(folder))
      .flatMap((folder) =>
        readdirSync(join(this.folder, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
          join(folder, file),
        ),
      )
      .filter((file) => statSync(join(this.folder, file)).isFile());
    return Object.fromEntries(
      files.sort().map((file) => [file, `${this.mode(file).toString(8)} ${this.read(file)}`]),
    );
  }

  /** Runs a script of agents/ as the installer does: the values are in its environment, nothing is in its arguments. */
  run(shell: Shell, script: string, environment: Readonly<Record<string, string>> = {}): ScriptRun {
    this.remove('calls');
    const text = readFileSync(join('agents', script), 'utf8');
    this.write('script', `${this.#preferPrograms(shell)}${moveIntoNode(text)}`);
    const { status, stdout, stderr } = spawnSync(shell.program, [join(this.folder, 'script')], {
      argv0: 'sh',
      cwd: this.folder,
      encoding: 'utf8',
      env: { ...environment, NODE: this.folder, PATH: join(this.folder, 'bin') },
    });
    return { code: status, output: stdout + stderr, calls: this.read('calls') };
  }

  /** A function for each program that the shell has inside and would take instead. */
  #preferPrograms({ obeysPathFor }: Shell): string {
    const passedBy = readdirSync(join(this.folder, 'bin')).filter((name) => !obeysPathFor(name));
    return passedBy.map((name) => `${name}() { "$NODE/bin/${name}" "$@"; }\n`).join('');
  }
}

/** Gives a function that makes nodes; they are gone after each test. */
export function useVendorNodes(): () => VendorNode {
  const nodes: VendorNode[] = [];
  afterEach(() => {
    for (const node of nodes.splice(0)) node.remove();
  });
  return () => {
    const node = new VendorNode();
    nodes.push(node);
    return node;
  };
}
