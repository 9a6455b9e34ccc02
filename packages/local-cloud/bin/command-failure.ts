import { NotEmulatedError, ServiceError } from '../src/core/service.ts';
import { AssemblyError } from '../src/deployment/assembly.ts';

/** Something the user gave is wrong: one line says what, where, and what is allowed. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The exit codes: a service refused a resource; a wrong argument; something is not emulated; a mistake of ours. */
const exitCodes = { refused: 1, usage: 2, notEmulated: 3, ownMistake: 70 } as const;

/** What is printed of an error that ends the command, and its exit code. Only a mistake of ours has a stack trace. */
export function describeFailure(error: unknown): { readonly text: string; readonly exitCode: number } {
  if (error instanceof UsageError || error instanceof AssemblyError)
    return { text: error.message, exitCode: exitCodes.usage };
  if (error instanceof NotEmulatedError) return { text: error.message, exitCode: exitCodes.notEmulated };
  if (error instanceof ServiceError)
    return { text: `${error.code}: ${error.message}`, exitCode: exitCodes.refused };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text, exitCode: exitCodes.ownMistake };
}
