import type { PromiseName } from './simulation-promises.ts';

/** A promise that was not kept: for which instance, where it is about one, and how it shows. */
export interface Finding {
  readonly promise: PromiseName;
  readonly instanceId?: string;
  readonly what: string;
}

/** What an invariant answers: a finding without the name of its promise. */
export type Breach = Omit<Finding, 'promise'>;
