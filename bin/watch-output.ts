import { exitCodes } from './failure.ts';

/** What a program needs of a stream that it writes to. */
interface Output {
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** True while the program has work that outlives its reader. */
let outlivesReader = false;

/** From now on the program goes on when its reader has gone: what it has begun elsewhere needs it to the end. */
export function outliveReader(): void {
  outlivesReader = true;
}

/**
 * Ends the program when its output goes nowhere. A reader that has seen enough has closed the pipe (`| head`): that is no
 * failure, and nobody reads a word about it. Everything else, such as a full disk, is one line and an exit code of its
 * own.
 */
export function watchOutput(
  output: Output,
  end: (exitCode: number, line?: string) => void = endProgram,
): void {
  outlivesReader = false; // nothing has begun yet
  output.on('error', ({ code, message }) => {
    if (code === 'EPIPE') {
      if (!outlivesReader) end(0);
    } else end(exitCodes.outputLost, `muster: the output could not be written: ${message}`);
  });
}

function endProgram(exitCode: number, line?: string): void {
  process.exitCode = exitCode;
  if (line !== undefined) {
    try {
      process.stderr.write(`${line}\n`);
    } catch {
      // There is nowhere left to say it.
    }
  }
  process.exit();
}
