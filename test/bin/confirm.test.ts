import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { confirm } from '../../bin/confirm.ts';

/** Asks where somebody types `text`, and tells what they see. */
async function ask(text: string, isTTY: boolean): Promise<{ isYes: boolean; seen: string }> {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  input.end(text);
  const isYes = await confirm('Run it there?', { input, output });
  return { isYes, seen: String(output.read()) };
}

it.each(['y\n', 'yes\n', 'Y\n', ' YES \n'])('takes %j for a yes', async (text) => {
  const { isYes, seen } = await ask(text, false);
  expect([isYes, seen]).toEqual([true, 'Run it there? [y/N] ']);
});

it.each(['\n', 'n\n', 'yesterday\n', 'x\ny\n', ''])('takes %j for a no', async (text) => {
  expect((await ask(text, false)).isYes).toBe(false);
});

it('takes Ctrl-C on a terminal for a no', async () => {
  expect((await ask('\u0003', true)).isYes).toBe(false);
});
