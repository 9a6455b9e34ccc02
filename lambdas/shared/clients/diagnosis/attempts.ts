/** Reads that may fail. A failure leaves a gap in the evidence and does no other harm. */
export class Attempts {
  readonly #failures = new Map<string, { what: string; answer: string; count: number }>();

  /** The result of `read`, or undefined when it fails. `what` names the kind of evidence in the log. */
  async attempt<T>(what: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      this.miss(what, String(error));
      return undefined;
    }
  }

  /** Notes that evidence of one kind is missing, `count` times. */
  miss(what: string, answer: string, count = 1): void {
    const known = this.#failures.get(what);
    if (known === undefined) this.#failures.set(what, { what, answer, count });
    else known.count += count;
  }

  /** What is missing, by kind of evidence: the first answer, and how often it failed. */
  failures(): { readonly what: string; readonly answer: string; readonly count: number }[] {
    return [...this.#failures.values()];
  }
}

/**
 * The first `max` distinct values. An account with thousands of instance profiles or VPCs must not use up the
 * time of a call. The others are noted as missing.
 */
export function distinct(
  values: readonly (string | undefined)[],
  { max, what, attempts }: { readonly max: number; readonly what: string; readonly attempts: Attempts },
): string[] {
  const all = [...new Set(values.flatMap((value) => value ?? []))];
  if (all.length > max) attempts.miss(what, `more than ${max} in one call`, all.length - max);
  return all.slice(0, max);
}
