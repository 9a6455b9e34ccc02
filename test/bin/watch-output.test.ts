import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watchOutput } from '../../bin/watch-output.ts';
import { assemblyFolder, distFolder } from '../synthesized.ts';

/** How the program ends when its output fails so. */
function endOf(error: NodeJS.ErrnoException): unknown[] {
  const ends: unknown[] = [];
  const output = new EventEmitter();
  watchOutput(output, (...end) => ends.push(end));
  output.emit('error', error);
  return ends;
}

it('ends without a word when the reader has closed the pipe', () => {
  expect(endOf(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toEqual([[0]]);
});

it('ends with one line and an exit code of its own when the disk is full', () => {
  const error = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(endOf(error)).toEqual([
    [74, 'muster: the output could not be written: ENOSPC: no space left on device, write'],
  ]);
});

const local = (end: string) => {
  const command = `"$0" "$1" local --json --launches 400 --app "$2" ${end}`;
  const program = join(distFolder(), 'muster.cjs');
  return spawnSync('bash', ['-o', 'pipefail', '-c', command, process.execPath, program, assemblyFolder()], {
    encoding: 'utf8',
  });
};

it('the built program ends in silence when its reader closes the pipe', () => {
  const { status, stdout, stderr } = local('| head -c 10');
  expect([stdout, stderr, status]).toEqual(['{"launched', '', 0]);
});

it.skipIf(!existsSync('/dev/full'))('the built program ends with one line when the disk is full', () => {
  const { status, stderr } = local('> /dev/full');
  expect(stderr).toMatch(/^muster: the output could not be written: ENOSPC[^\n]*\n$/);
  expect(status).toBe(74);
});
