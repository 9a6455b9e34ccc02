import { CommanderError } from 'commander';
import { sayAside } from './print/say.ts';
import { visibleText } from './print/visible-text.ts';

/**
 * Something that the user gave is wrong. One line says what, where, and what is allowed. Exit code 2, no
 * stack trace.
 */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The exit codes of the command line. */
export const exitCodes = {
  notAccounted: 1,
  different: 1,
  /** `muster run`: not every node succeeded that was reached. */
  notSucceeded: 1,
  usage: 2,
  /** `muster run`: every node that was reached succeeded, and some could not be reached. */
  notReached: 3,
  /** `muster plan`: more instances change than `--max-changes` allows. */
  tooManyChanges: 4,
  ownMistake: 70,
  outputLost: 74,
  /** As shells have it for a program that ends by SIGINT or SIGTERM: 128 and the number of the signal. */
  interrupted: 130,
  terminated: 143,
} as const;

/**
 * Ends a command that failed. A mistake that the user can mend is one line. A bug of ours keeps its stack
 * trace.
 */
export function reportFailure(error: unknown): void {
  if (error instanceof CommanderError) {
    // Commander has already printed its line. A request for help is not a failure.
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
    return;
  }
  const isUsage = error instanceof UsageError;
  process.exitCode = isUsage ? exitCodes.usage : exitCodes.ownMistake;
  const text = isUsage ? error.message : error instanceof Error ? error.stack : String(error);
  sayAside(...`muster: ${text}`.split('\n').map(visibleText));
}
