import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packScript } from '../../../lib/documents/pack-script.ts';
import { findProgram, programPath } from '../../documents/scripts/programs.ts';

const script = [
  'greet() {',
  "  printf '%s\\n' \"$name: $1\" 'a \\ b `c` $d'",
  '}',
  'greet "two',
  'lines"',
  'exit 7',
];
const packed = packScript(script);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Runs lines in a shell that finds only these programs. */
function run(lines: readonly string[], programs: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-packed-'));
  folders.push(folder);
  for (const name of programs) symlinkSync(programPath(name), join(folder, name));
  const { status, stdout, stderr } = spawnSync(programPath('sh'), ['-c', lines.join('\n')], {
    env: { PATH: folder },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const common = ['cat', 'cut', 'sha256sum'];

describe('a packed script', () => {
  const plain = run(["name='x'", ...script], []);

  it('does what it does unpacked, with the variables of the lines before it', () => {
    expect(plain.status).toBe(7);
    expect(run(["name='x'", ...packed], [...common, 'base64', 'gzip'])).toEqual(plain);
  });

  it.runIf(findProgram('python3') !== undefined)('is unpacked by python3 where base64 is missing', () => {
    // A virtual environment of python finds its files by its own place, so the real path is asked for.
    const found = spawnSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
    const python = `python3() { ${found.stdout.trim()} "$@"; }`;
    expect(run(["name='x'", python, ...packed], [...common, 'gzip'])).toEqual(plain);
  });

  it('ends with 29, and runs nothing, where neither is there', () => {
    const { status, stdout } = run(["name='x'", ...packed], [...common, 'gzip']);
    expect([status, stdout]).toEqual([29, expect.stringMatching(/^muster: outcome 29 cannot-run: .*\n$/)]);
  });

  it('ends with 29, and runs nothing, where its text was changed on the way', () => {
    const changed = packScript(script.with(5, 'exit 0'));
    const index = packed.findIndex((line) => line.startsWith('H4sI'));
    const mixed = packed.with(index, changed[index] ?? '');
    expect(run(["name='x'", ...mixed], [...common, 'base64', 'gzip']).status).toBe(29);
  });

  it('is the same for the same text, and takes less than half of a long one', () => {
    expect(packScript(script)).toEqual(packed);
    const long = Array.from({ length: 2000 }, (_, index) => `say "line ${index} of a long script"`);
    expect(packScript(long).join('\n').length).toBeLessThan(long.join('\n').length / 2);
  });
});
