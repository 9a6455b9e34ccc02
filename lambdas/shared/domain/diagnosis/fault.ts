import type { Cause, Certainty } from './cause.ts';

/** A fault in a network, and how sure it is. */
export interface Fault {
  readonly code: Cause['code'];
  readonly detail: string;
  readonly certainty: Certainty;
  /** What was not looked at and may show that it is no fault. */
  readonly unseen?: readonly string[];
}

/** The first certain fault, or else the first likely one. */
export function surest<T extends { readonly certainty?: Certainty }>(
  faults: readonly (T | undefined)[],
): T | undefined {
  const found = faults.filter((fault) => fault !== undefined);
  return found.find(({ certainty }) => certainty === 'certain') ?? found[0];
}

/** The fault as a likely one, because of something that was not looked at. */
export function doubt(fault: Fault, unseen: string): Fault {
  return { ...fault, certainty: 'likely', unseen: [...(fault.unseen ?? []), unseen] };
}
