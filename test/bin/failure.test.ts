import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assemblyFolder, distFolder } from '../synthesized.ts';

const shell = (after: string) => {
  const command = `"$0" "$1" local --json --launches 400 --app "$2" ${after}`;
  const program = join(distFolder(), 'muster.cjs');
  return spawnSync('bash', ['-o', 'pipefail', '-c', command, process.execPath, program, assemblyFolder()], {
    encoding: 'utf8',
  });
};

it('a reader that closes the pipe ends the program in silence', () => {
  const { status, stdout, stderr } = shell('| head -c 10');
  expect(stdout).toBe('{"launched');
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

it('an output that cannot be written is one line, with an exit code of its own', () => {
  const { status, stderr } = shell('> /dev/full');
  expect(stderr).toMatch(/^muster: the output cannot be written: ENOSPC: [^\n]*\n$/);
  expect(status).toBe(74);
});
