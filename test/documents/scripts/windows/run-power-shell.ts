import { spawnSync } from 'node:child_process';
import { readScript } from '../../../../lib/documents/script-parts.ts';
import { findProgram } from '../programs.ts';

const program = findProgram('pwsh');

/** Whether functions of the installer can run here. Says so where they cannot. */
export const canRun = program !== undefined;
if (!canRun)
  process.stderr.write('no function of the Windows installer was run: pwsh is not installed here\n');

/**
 * Runs an expression behind parts of the installer. Only functions that touch neither the node nor the network can
 * run on the machines of this project.
 * @returns what the expression gives, through JSON.
 */
export function runPowerShell(parts: readonly string[], preamble: string, expression: string): unknown {
  const script = readScript(parts.map((part) => `windows/${part}.ps1`));
  if (program === undefined || 'missing' in script)
    throw new Error('pwsh or a part of the script is missing');
  const text = [...script.lines, preamble, `ConvertTo-Json -Compress -InputObject (${expression})`].join(
    '\n',
  );
  const { stdout, stderr } = spawnSync(program, ['-NoProfile', '-NonInteractive', '-Command', text], {
    encoding: 'utf8',
  });
  if (stderr !== '') throw new Error(stderr);
  const answer: unknown = JSON.parse(stdout);
  return answer;
}
