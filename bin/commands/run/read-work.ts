import { UsageError } from '../../failure.ts';
import { readParameters } from '../shared/read-parameters.ts';
import type { Work } from './work.ts';

/** What says what is to run, as the user types it. */
export interface WorkFlags {
  readonly document?: string;
  readonly parameters?: readonly string[];
  readonly timeout?: number;
}

/** The longest script: a document and its parameters have at most 64 KB together (SSM quotas). */
const scriptBytesMax = 60 * 1024;
/** What `AWS-RunShellScript` and `AWS-RunPowerShellScript` take by default. */
const timeoutDefaultSeconds = 3_600;

/**
 * Reads what is to run: the words after `--`, joined by spaces as SSH does, or a document.
 * @throws UsageError when there is neither, when there are both, or when parameters have another form.
 */
export function readWork(words: readonly string[], { document, parameters = [], timeout }: WorkFlags): Work {
  const script = words.join(' ');
  if (document !== undefined) {
    if (words.length > 0) throw new UsageError('give a command after --, or --document, not both');
    if (timeout !== undefined)
      throw new UsageError('--timeout is for a command; a document has its own, mostly as a parameter');
    return { kind: 'document', document, parameters: readParameters(parameters) };
  }
  if (parameters.length > 0) throw new UsageError('--parameters is for --document');
  if (script.trim() === '') throw new UsageError('no command: give one after --, or --document NAME');
  const bytes = Buffer.byteLength(script);
  if (bytes > scriptBytesMax)
    throw new UsageError(`the command has ${bytes} bytes; Systems Manager takes ${scriptBytesMax}`);
  return { kind: 'script', script, timeoutSeconds: timeout ?? timeoutDefaultSeconds };
}
