import type { Bindings } from './match-answer.ts';

/** The members of a request, or of an answer, as boto3 has them. */
export type Members = Readonly<Record<string, unknown>>;

/**
 * A call of a recorded test: `service:Operation` or `pass`, its members, and the key of its answer in the recording. A
 * key that begins with `=` is a name for later calls alone. In texts, `{{Queue}}` and `{{Queue.Arn}}` are what a
 * resource is referred to by, and `{{#key.Member.0}}` is of an earlier answer.
 */
export type Call = readonly [operation: string, input: Members, recorded?: string, options?: CallOptions];

interface CallOptions {
  /** What of the answer was recorded. @default the whole answer */
  readonly part?: (answer: Members) => unknown;
}

/** A recorded test, said again as a stack and calls. The recorded answers stay where they are. */
export interface Replay {
  /** The file of the recording below `tests/aws/services`, without `.snapshot.json`. */
  readonly file: string;
  /** The test, as the recording names it after the file. */
  readonly test: string;
  readonly resources?: Members;
  /** The handler of the stack's functions: a CommonJS module. */
  readonly bundle?: string;
  readonly calls: readonly Call[];
  /** Members that this repetition cannot have, such as the runtime of a function in Python. */
  readonly ignored?: readonly string[];
}

/** How one recorded answer compares. */
export interface Comparison {
  readonly service: string;
  readonly operation: string;
  /** The test and the key of the answer. */
  readonly name: string;
  /** Empty when they agree. */
  readonly differences: readonly string[];
}

/** What a replay knows while it runs. */
export interface Progress {
  readonly answers: Map<string, unknown>;
  readonly bindings: Bindings;
}
