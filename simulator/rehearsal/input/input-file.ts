/** A file of a rehearsal: its name, for messages, its bytes, and the AWS CLI command that should have written it. */
export interface InputFile {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly command: string;
}

/** A file that cannot be used. The message is one line: the file, the place in it, and what is allowed. */
export class InputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InputError';
  }
}
