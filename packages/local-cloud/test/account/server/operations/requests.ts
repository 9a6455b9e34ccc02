import type { Input } from './send-request.ts';
import type { World } from './world.ts';

/** A request: its members, or how to make them in the world when it is sent. */
export type Request = Input | ((world: World) => Input | Promise<Input>);

/** The requests that a test sends to an operation. */
export interface OperationRequests {
  /** They succeed. The first one is the base of others. */
  readonly answers: readonly Request[];
  /** By the code with which each is refused. Every modelled error has one, or stands in one of the lists below. */
  readonly refusals?: Readonly<Record<string, Request>>;
  /** Modelled errors whose code the service has for another operation, and why this operation never has it. */
  readonly never?: Readonly<Record<string, string>>;
}

/** The requests to a service. */
export interface ServiceRequests {
  readonly operations: Readonly<Record<string, OperationRequests>>;
  /** Modelled errors that nothing of the service raises: its source must not have their codes. */
  readonly absent: readonly string[];
  /** Errors that are in no model of an operation, because every operation may raise them. */
  readonly common: readonly string[];
}

/** The common errors of the services with a JSON protocol. */
export const commonErrors = [
  'AccessDeniedException',
  'SerializationException',
  'ThrottlingException',
  'ValidationException',
];
