import type { PromiseName } from './simulation-promises.ts';

/** A broken promise: the instance, if it concerns one, and what shows it. */
export interface Finding {
  readonly promise: PromiseName;
  readonly instanceId?: string;
  readonly what: string;
}

/** The result of an invariant: a finding without the name of its promise. */
export type Breach = Omit<Finding, 'promise'>;
