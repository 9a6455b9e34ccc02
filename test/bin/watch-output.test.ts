import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { watchOutput } from '../../bin/watch-output.ts';
import { distFolder } from '../synthesized.ts';

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

it.skipIf(!existsSync('/dev/full'))('the built program does so', () => {
  const program = join(distFolder(), 'muster.cjs');
  const run = (end: string) =>
    spawnSync('sh', ['-c', `"$0" "$1" help ${end}`, process.execPath, program], { encoding: 'utf8' });
  const full = run('> /dev/full');
  expect([full.status, full.stderr.trim().split('\n').length]).toEqual([74, 1]);
  expect(full.stderr).toMatch(/^muster: the output could not be written: .*ENOSPC/);
  const closed = run('2>&1 >/dev/null | true; echo done');
  expect(closed.stdout).toBe('done\n');
});
