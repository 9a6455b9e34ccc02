import { createInterface } from 'node:readline/promises';

/** Where a question is asked and answered. */
export interface Dialogue {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
}

/** The terminal. Questions go to stderr, because stdout is for results. */
function terminal(): Dialogue {
  return { input: process.stdin, output: process.stderr };
}

/**
 * Asks a question, and is true only for `y` or `yes`. An empty line, the end of the input and Ctrl-C are a no.
 */
export async function confirm(question: string, { input, output }: Dialogue = terminal()): Promise<boolean> {
  const dialogue = createInterface({ input, output, terminal: input.isTTY === true });
  try {
    const ended = new Promise<string>((resolve) => {
      dialogue.once('close', () => resolve(''));
      dialogue.once('SIGINT', () => {
        output.write('\n');
        resolve('');
      });
    });
    const answer = await Promise.race([dialogue.question(`${question} [y/N] `), ended]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    dialogue.close();
  }
}
