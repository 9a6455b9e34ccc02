import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { scriptsGuide } from 'local-cloud';
import { expect, it, onTestFinished } from 'vitest';
import { assemblyFolder } from '../../../../synthesized.ts';

it('says that scripts are not executed, and how to set what they answer', async () => {
  const words = ['bin/entry.mjs', 'local', '--serve', '--port', '0', '--app', assemblyFolder()];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  while (!printed.includes('Scripts on instances are not executed.') && child.exitCode === null)
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(printed).toContain(scriptsGuide);
});
