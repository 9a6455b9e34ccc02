import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../lib/documents/load-document.ts';
import { findProgram, nodeShells } from '../documents/scripts/programs.ts';
import { texts } from '../documents/scripts/windows/installer.ts';

const folder = 'documents/scripts';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
const shellScripts = files.filter((file) => file.endsWith('.sh'));

/** Runs a checker on a file; the text is what it complains about. */
function check(program: string, ...words: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

function isInstalled(program: string): boolean {
  if (findProgram(program) !== undefined) return true;
  process.stderr.write(`scripts are not checked with ${program}, which is not installed here\n`);
  return false;
}

describe.each(shellScripts)('%s', (file) => {
  const path = join(folder, file);

  it.each(nodeShells)('is read by %s without a complaint', (_name, { program }) => {
    const { status, stdout, stderr } = spawnSync(program, ['-n', path], { argv0: 'sh', encoding: 'utf8' });
    expect({ status, text: stdout + stderr }).toEqual({ status: 0, text: '' });
  });

  it.runIf(isInstalled('shellcheck'))('has no finding of ShellCheck', () => {
    expect(check('shellcheck', '-s', 'sh', path)).toEqual({ status: 0, text: '' });
  });

  it('never ends with a code that the SSM agent acts on', () => {
    const text = readFileSync(path, 'utf8');
    // At the beginning of a line: an exit of awk is none of the script.
    const literals = [...text.matchAll(/\bfinish ([0-9]+)|^ *exit ([0-9]+)/gm)].map((match) =>
      Number(match[1] ?? match[2]),
    );
    expect(literals.filter((code) => code !== 0 && (code < 20 || code > 36))).toEqual([]);
  });
});

describe('both installers', () => {
  const codes = (text: string) => new Map([...text.matchAll(/^.*$/gm)].flatMap(([line]) => readCodes(line)));
  const readCodes = (line: string): [number, string][] =>
    /^# {3}\d/.test(line)
      ? [...line.matchAll(/(\d+) ([a-z ]+?)(?= {2}|$)/g)].map((match) => [Number(match[1]), match[2] ?? ''])
      : [];

  it('document the same codes, and documents/README.md names each', () => {
    const linux = codes(readFileSync(join(folder, 'linux', 'say.sh'), 'utf8'));
    const windows = texts('Outcomes');
    expect(linux.size).toBeGreaterThan(11);
    linux.delete(30); // Windows has no signals
    const others = [...linux].filter(
      ([code, words]) => !words.replaceAll(' ', '-').startsWith(windows[code] ?? '-'),
    );
    expect(others).toEqual([]);
    expect(Object.keys(windows)).toHaveLength(linux.size);
    const readme = readFileSync('documents/README.md', 'utf8');
    expect([...linux].filter(([code, words]) => !readme.includes(`| ${code} | ${words} |`))).toEqual([]);
  });

  it('leave most of the 64 KB of the Linux document to parameters', () => {
    const content = loadDocument('documents/command/install-agent-linux.yaml');
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(36 * 1024);
  });
});
