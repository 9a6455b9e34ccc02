import { NotEmulatedError, ServiceError } from '../src/core/service.ts';
import { AssemblyError } from '../src/deployment/assembly.ts';

/** A mistake of the user. The message is one line that says what is wrong, where, and what is allowed. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** The exit codes: a service refused a resource, an argument is wrong, something is not emulated, or a bug of ours. */
const exitCodes = { refused: 1, usage: 2, notEmulated: 3, ownMistake: 70 } as const;

/** The text and the exit code for an error that ends the command. Only a bug of ours shows a stack trace. */
export function describeFailure(error: unknown): { readonly text: string; readonly exitCode: number } {
  if (error instanceof UsageError || error instanceof AssemblyError)
    return { text: error.message, exitCode: exitCodes.usage };
  if (error instanceof NotEmulatedError) return { text: error.message, exitCode: exitCodes.notEmulated };
  if (error instanceof ServiceError)
    return { text: `${error.code}: ${error.message}`, exitCode: exitCodes.refused };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text, exitCode: exitCodes.ownMistake };
}
