import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDocument } from '../../lib/documents/load-document.ts';
import { findProgram, nodeShells } from '../documents/scripts/programs.ts';

const folder = 'documents/scripts';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
const shellScripts = files.filter((file) => file.endsWith('.sh'));
const powerShellScripts = files.filter((file) => file.endsWith('.ps1'));

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

  it('never ends with a code that the SSM agent acts on, but where that is meant', () => {
    const text = readFileSync(path, 'utf8');
    // At the beginning of a line: an exit of awk is none of the script.
    const literals = [...text.matchAll(/\bfinish ([0-9]+)|^ *exit ([0-9]+)/gm)].map((match) =>
      Number(match[1] ?? match[2]),
    );
    const meant = file === 'choose-by-cluster.sh' ? [168] : [];
    const acted = literals.filter((code) => code !== 0 && (code < 20 || code > 36));
    expect(acted.filter((code) => !meant.includes(code))).toEqual([]);
  });
});

describe.each(powerShellScripts)('%s', (file) => {
  const path = join(folder, file);

  it.runIf(isInstalled('pwsh'))('is read by PowerShell without a complaint', () => {
    const script = `$e = $null; [void][Management.Automation.Language.Parser]::ParseFile('${path}', [ref]$null, [ref]$e); $e`;
    expect(check('pwsh', '-NoProfile', '-Command', script)).toEqual({ status: 0, text: '' });
  });

  it('has brackets that match, strings and comments aside', () => {
    expect(findUnbalanced(readFileSync(path, 'utf8'))).toBe('');
  });

  it('ends with one of the documented codes or none', () => {
    const literals = [...readFileSync(path, 'utf8').matchAll(/Stop-Run ([0-9]+)|exit ([0-9]+)/g)].map(
      (match) => Number(match[1] ?? match[2]),
    );
    expect(literals.length).toBeGreaterThan(2);
    expect(literals.filter((code) => code !== 0 && (code < 20 || code > 30))).toEqual([]);
  });

  it('is plain ASCII, which Windows PowerShell reads alike in every code page', () => {
    expect(readFileSync(path, 'utf8')).toMatch(/^[\n -~]*$/);
  });
});

/** The brackets of a PowerShell script that have no partner; a parser of brackets alone, for machines without pwsh. */
function findUnbalanced(text: string): string {
  const bare = text.replace(/'(?:[^']|'')*'|"(?:`[\s\S]|[^"`])*"|#[^\n]*/g, '');
  let open = '';
  for (const character of bare.replace(/[^()[\]{}]/g, '')) {
    const partner = { ')': '(', ']': '[', '}': '{' }[character];
    if (partner === undefined) open += character;
    else if (open.endsWith(partner)) open = open.slice(0, -1);
    else return `${open}${character}`;
  }
  return open;
}

describe('both installers', () => {
  const codes = (text: string) => new Map([...text.matchAll(/^.*$/gm)].flatMap(([line]) => readCodes(line)));
  const readCodes = (line: string): [number, string][] =>
    /^# {3}\d/.test(line)
      ? [...line.matchAll(/(\d+) ([a-z ]+?)(?= {2}|$)/g)].map((match) => [Number(match[1]), match[2] ?? ''])
      : [];

  it('document the same codes, and documents/README.md names each', () => {
    const linux = codes(readFileSync(join(folder, 'linux', 'say.sh'), 'utf8'));
    const windows = codes(readFileSync(join(folder, 'install-agent.ps1'), 'utf8'));
    expect(linux.size).toBe(18);
    linux.delete(30); // Windows has no signals
    for (const code of windows.size < 17 ? [31, 32, 33, 34, 35, 36] : []) linux.delete(code);
    expect(windows).toEqual(linux);
    const readme = readFileSync('documents/README.md', 'utf8');
    expect([...linux].filter(([code, words]) => !readme.includes(`| ${code} | ${words} |`))).toEqual([]);
  });

  it.each(['linux', 'windows'])('leave most of the 64 KB of the %s document to parameters', (system) => {
    const content = loadDocument(`documents/command/install-agent-${system}.yaml`);
    expect(Buffer.byteLength(JSON.stringify(content))).toBeLessThan(36 * 1024);
  });
});
