import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScript } from '../../lib/capabilities/onboarding/agents/agent-scripts.ts';
import { findProgram, nodeShells } from '../documents/scripts/programs.ts';

const scripts = readdirSync('agents');
const shellScripts = scripts.filter((file) => file.endsWith('.sh'));
const shellCheck = findProgram('shellcheck');
if (shellCheck === undefined)
  process.stderr.write('agents/ is not checked with shellcheck, which is not installed here\n');

describe.each(scripts)('agents/%s', (file) => {
  const path = join('agents', file);

  it('can stand in a document, and is small', () => {
    expect(readScript(path)).toHaveProperty('text');
    expect(statSync(path).size).toBeLessThan(4096);
  });

  it('says what it does in its first comment', () => {
    const [first, second] = readFileSync(path, 'utf8').split('\n');
    expect(file.endsWith('.sh') ? second : first).toMatch(/^# [A-Z]/);
  });

  it('never ends with a code that the SSM agent acts on', () => {
    const codes = [...readFileSync(path, 'utf8').matchAll(/\bexit (\d+)/g)].map((match) => Number(match[1]));
    expect(codes.filter((code) => code > 1)).toEqual([]);
  });
});

describe.each(shellScripts)('agents/%s', (file) => {
  const path = join('agents', file);

  it.each(nodeShells)('is read by %s without a complaint', (_name, { program }) => {
    const { status, stdout, stderr } = spawnSync(program, ['-n', path], { argv0: 'sh', encoding: 'utf8' });
    expect({ status, text: stdout + stderr }).toEqual({ status: 0, text: '' });
  });

  it.runIf(shellCheck !== undefined)('has no finding of ShellCheck', () => {
    const { status, stdout } = spawnSync(shellCheck ?? '', ['-s', 'sh', path], { encoding: 'utf8' });
    expect({ status, text: stdout }).toEqual({ status: 0, text: '' });
  });
});
