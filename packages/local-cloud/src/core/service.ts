/**
 * The interface of a local AWS service.
 *
 * A service is a set of operations. The gateway decodes a request with the SDK's own schema, asks IAM about every
 * authorization that the operation names, and only then runs it. Operations are synchronous: a local call takes no real
 * time, and the network adds virtual latency. A refusal is a `ServiceError` with the code that AWS uses.
 */

/** The caller: an administrator at the keyboard, a synthesized role, or an AWS service. */
export type Principal =
  | { readonly kind: 'administrator' }
  | { readonly kind: 'role'; readonly roleArn: string }
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly sourceArn: string;
      readonly sourceAccount: string;
    };

/** The context of a call. Times are virtual epoch milliseconds. */
export interface CallContext {
  readonly principal: Principal;
  readonly requestId: string;
  readonly nowMs: number;
}

/** A request to IAM: may the caller do `action` on `resource`? `conditions` are the condition keys of the request. */
export interface Authorization {
  readonly action: string;
  readonly resource: string;
  readonly conditions?: Readonly<Record<string, string | readonly string[]>>;
}

/** One API operation: what IAM must allow before it runs, and what it does. `run` may throw a `ServiceError`. */
export interface Operation<Input = unknown, Output = unknown> {
  authorize(input: Input, context: CallContext): readonly Authorization[];
  run(input: Input, context: CallContext): Output;
}

/**
 * A local service: its endpoint name (`ssm`, `dynamodb`, `sqs`, `ec2`, `events`, `sns`, ...) and its operations by API
 * name. Inputs and outputs have the SDK's types: `Date` for timestamps, `Uint8Array` for blobs.
 */
export interface Service {
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/**
 * An error with AWS's message. `code` is the error code on the wire, and `details` are further members of the error
 * shape.
 */
export class ServiceError extends Error {
  readonly code: string;
  readonly statusCode: number;
  readonly details: Readonly<Record<string, unknown>>;
  /** The code in the query protocol of a service that has moved to JSON, where the SDK's model has none. */
  readonly queryCode: string | undefined;

  constructor(
    code: string,
    message: string,
    options: { statusCode?: number; details?: Record<string, unknown>; queryCode?: string } = {},
  ) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
    this.statusCode = options.statusCode ?? 400;
    this.details = options.details ?? {};
    this.queryCode = options.queryCode;
  }
}

/** Thrown for features of AWS that the local cloud does not have. It is never swallowed: it ends the run. */
export class NotEmulatedError extends Error {
  constructor(what: string) {
    super(`The local cloud does not emulate ${what}. Its README says what it does.`);
    this.name = 'NotEmulatedError';
  }
}
