import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PretendNode } from './node.ts';

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
