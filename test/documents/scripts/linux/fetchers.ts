import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findProgram } from '../programs.ts';
import type { PretendNode } from './node.ts';

/** A program that the installer can download with. */
export interface Fetcher {
  readonly name: string;
  /** Puts it on a node that has no other. */
  readonly equip: (node: PretendNode) => void;
  /** The environment in which it trusts an authority besides the usual ones. */
  readonly trust: (node: PretendNode, file: string) => Record<string, string>;
}

const real = (path: string) => `PATH=/usr/sbin:/usr/bin:/sbin:/bin exec ${path} "$@"`;
const aptHelper = '/usr/lib/apt/apt-helper';

/** pyenv and others put a script in front of python3, which needs more than a node has. */
function findPython(): string | undefined {
  if (findProgram('python3') === undefined) return undefined;
  const { stdout } = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  return stdout.trim() || undefined;
}

function findGnuWget(): string | undefined {
  const path = findProgram('wget');
  return path !== undefined &&
    spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.startsWith('GNU Wget')
    ? path
    : undefined;
}

function fetcher(
  name: string,
  path: string | undefined,
  equip: (node: PretendNode, path: string) => void,
  trust: Fetcher['trust'],
): Fetcher[] {
  if (path !== undefined) return [{ name, equip: (node) => equip(node, path), trust }];
  process.stderr.write(`a download with ${name} is not tested, which is not installed here\n`);
  return [];
}

/** Those of this machine. */
export const fetchers: readonly Fetcher[] = [
  ...fetcher(
    'curl',
    findProgram('curl'),
    (node, path) => node.addProgram('curl', real(path)),
    (_node, file) => ({ CURL_CA_BUNDLE: file }),
  ),
  ...fetcher(
    'wget',
    findGnuWget(),
    (node, path) => node.addProgram('wget', real(path)),
    (node, file) => {
      node.write('wgetrc', `ca_certificate=${file}`);
      return { WGETRC: `${node.folder}/wgetrc` };
    },
  ),
  ...fetcher(
    'python3',
    findPython(),
    (node, path) => node.addProgram('python3', real(path)),
    (_node, file) => ({ SSL_CERT_FILE: file }),
  ),
  ...fetcher(
    'apt-helper',
    existsSync(aptHelper) ? aptHelper : undefined,
    (node, path) => node.addProgramAt('usr/lib/apt/apt-helper', real(path)),
    (node, file) => {
      node.write('apt.conf', `Acquire::https::CAInfo "${file}";`);
      return { APT_CONFIG: `${node.folder}/apt.conf` };
    },
  ),
  ...fetcher(
    "busybox's wget",
    findProgram('busybox'),
    (node, path) => node.addProgram('wget', real(`${path} wget`)),
    () => ({}),
  ),
];

/** The programs that a node must lack for another to be chosen. */
export const withoutFetchers = ['curl', 'wget'];
