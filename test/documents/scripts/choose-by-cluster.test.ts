import { spawnSync } from 'node:child_process';
import {
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readScript } from '../../../lib/documents/script-parts.ts';
import { nodeShells } from './programs.ts';

/** The folder of the command's downloads is one of them. */
let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'muster-node-'));
  folder = join(root, 'downloads');
  mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true }));

/** Puts a file of EMR onto the node. */
function mark(path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), '');
}

/** Puts the documents there as the steps before do, each with its name in it. */
function download(...names: string[]): void {
  for (const name of names) writeFileSync(join(folder, `${name}.json`), name);
}

const chosen = () => {
  const file = join(folder, 'chosen.json');
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};

const markers = [
  '/emr/instance-controller/lib/info/job-flow.json',
  '/mnt/var/lib/info/job-flow.json',
  '/usr/share/aws/emr/ami',
];

describe.each(nodeShells)('choose-by-cluster.sh in %s', (_, { program }) => {
  /** Runs it as the document has it. `before` are lines in front of it. */
  const run = (before = '') => {
    const script = readScript(['choose-by-cluster.sh']);
    if ('missing' in script) throw new Error(`there is no ${script.missing}`);
    const env = { PATH: process.env['PATH'], MUSTER_ROOT: root };
    const text = [before, ...script.lines].join('\n');
    return spawnSync(program, ['-c', text], { argv0: 'sh', encoding: 'utf8', cwd: folder, env });
  };

  it.each(markers)('chooses what scans on a node of a cluster, known by %s', (marker) => {
    mark(marker);
    download('install', 'scan');
    expect(run()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('this is a node of an EMR cluster'),
    });
    expect(chosen()).toBe('scan');
  });

  it('chooses what installs on any other node, in a file that root alone can read', () => {
    mark('/mnt/var/lib/info/other.json');
    download('install', 'scan');
    expect(run()).toMatchObject({ status: 0, stdout: 'muster: chosen for this node: install\n' });
    expect(chosen()).toBe('install');
    expect(readdirSync(folder).sort()).toEqual(['chosen.json', 'install.json', 'scan.json']);
    expect(statSync(join(folder, 'chosen.json')).mode & 0o077).toBe(0);
  });

  it('chooses anew when it runs again, as after a stop of the agent', () => {
    download('install', 'scan');
    run();
    mark('/usr/share/aws/emr');
    run();
    expect(chosen()).toBe('scan');
  });

  it.each(['install', 'scan'])('chooses nothing when %s.json was not downloaded', (missing) => {
    if (missing === 'scan') mark('/usr/share/aws/emr');
    download(missing === 'scan' ? 'install' : 'scan', 'chosen');
    expect(run()).toMatchObject({ status: 29, stdout: expect.stringContaining('cannot be chosen in') });
    expect(chosen()).toBeUndefined();
  });

  it.each(['rm', 'cp', 'mv'])('chooses nothing when it is killed at %s', (command) => {
    download('install', 'scan');
    expect(run(`${command}() { kill -9 $$; }`).signal).toBe('SIGKILL');
    expect(chosen()).toBeUndefined();
  });

  it('chooses nothing when the copy is cut off half way', () => {
    download('install', 'scan');
    expect(run('cp() { printf in >"$2"; return 1; }').status).toBe(29);
    expect(chosen()).toBeUndefined();
  });
});
