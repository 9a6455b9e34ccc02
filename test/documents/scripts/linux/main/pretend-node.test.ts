import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeShells } from '../../programs.ts';
import { PretendNode } from '../node.ts';

/** The pretend node links to real programs; what it writes must stay in its folder. */
describe('a pretend node', () => {
  let node: PretendNode;
  let precious: string;

  beforeEach(() => {
    node = new PretendNode();
    precious = join(node.folder, 'precious');
    writeFileSync(precious, 'real');
    symlinkSync(precious, join(node.folder, 'bin', 'linked'));
  });
  afterEach(() => node.remove());

  it('refuses to write through a link', () => {
    expect(() => node.write('bin/linked', 'fake')).toThrow('ELOOP');
    expect(readFileSync(precious, 'utf8')).toBe('real');
  });

  it('puts a fake program in the place of a link, not into its target', () => {
    node.addProgram('linked', 'exit 3');
    expect(readFileSync(precious, 'utf8')).toBe('real');
    expect(node.read('bin/linked')).toContain('exit 3');
  });

  it('is gone when it is removed', () => {
    node.remove();
    expect(existsSync(node.folder)).toBe(false);
  });
});

/** Whatever is installed on this machine, and whatever a shell has inside, a test alone decides what a node has. */
describe.each(nodeShells)('a pretend node with %s', (_name, shell) => {
  let node: PretendNode;
  beforeEach(() => {
    node = new PretendNode();
  });
  afterEach(() => node.remove());
  const run = (script: string) => node.run({ script: `${script}\necho 'muster: outcome 0 done: x'` }, shell);

  it('runs a fake, whatever the machine or the shell has by this name', async () => {
    const fakes = 'cat dnf rpm sed sha256sum sleep systemctl tr uname wget zypper'.split(' ');
    for (const name of fakes) node.addProgram(name, `echo ${name} >>"$NODE/ran"`);
    await run(`for name in ${fakes.join(' ')}; do "$name" 1; done`);
    expect(node.read('ran').trim().split('\n')).toEqual(fakes);
  });

  it('has no program of the machine but those of its own folders', async () => {
    const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => existsSync(folder));
    node.addProgram('chosen', '');
    node.write('names', ['chosen', ...new Set(folders.flatMap((folder) => readdirSync(folder)))].join('\n'));
    await run('while read -r name; do command -v "$name"; done <names >found');
    const found = node.read('found').split('\n');
    expect(found).toContain(join(node.folder, 'bin', 'chosen'));
    expect(found.filter((path) => path.startsWith('/') && !path.startsWith(node.folder))).toEqual([]);
  });

  it('refuses to be without what the shell has inside', async () => {
    const without = ['sleep', 'tr', 'wget'].filter((name) => !shell.obeysPathFor(name));
    node.remove();
    node = new PretendNode({ without });
    const outcome = run(':').then(() => 'a run', String);
    expect(await outcome).toMatch(without.length === 0 ? /^a run$/ : /is never without/);
  });

  it('has one shell', async () => {
    await run(':');
    await expect(node.run({ script: '' }, { ...shell })).rejects.toThrow('one shell');
  });
});
