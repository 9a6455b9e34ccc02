import { isRecord } from './is-record.ts';
import { ServiceError } from './service.ts';

/** The most violations that one error names. Recorded on DynamoDB. */
const problemsMax = 10;

/**
 * Collects all violated constraints of a request and reports them in one error, as AWS does. This is the only place
 * with these messages.
 */
export class Validation {
  readonly #code: string;
  readonly #problems: string[] = [];

  /** `code` is the error code. The services with a query protocol have another one. */
  constructor(code = 'ValidationException') {
    this.#code = code;
  }

  /** A required member. */
  required(value: unknown, member: string): this {
    if (value === undefined) this.#add(value, member, 'Member must not be null');
    return this;
  }

  /** A number within bounds, when present. */
  range(value: number | undefined, member: string, [min, max]: readonly [number, number]): this {
    if (value !== undefined && value < min)
      this.#add(value, member, `Member must have value greater than or equal to ${min}`);
    if (value !== undefined && value > max)
      this.#add(value, member, `Member must have value less than or equal to ${max}`);
    return this;
  }

  /** The length of a text or list within bounds, when present. */
  length(
    value: string | readonly unknown[] | undefined,
    member: string,
    [min, max]: readonly [number, number],
  ): this {
    if (value !== undefined && value.length < min)
      this.#add(value, member, `Member must have length greater than or equal to ${min}`);
    if (value !== undefined && value.length > max)
      this.#add(value, member, `Member must have length less than or equal to ${max}`);
    return this;
  }

  /** A text that satisfies a pattern, when present. `shown` is the pattern as the service's model writes it. */
  pattern(value: string | undefined, member: string, pattern: RegExp, shown = pattern.source): this {
    if (value !== undefined && !pattern.test(value))
      this.#add(value, member, `Member must satisfy regular expression pattern: ${shown}`);
    return this;
  }

  /** A text out of a closed list, when present. */
  oneOf(value: string | undefined, member: string, allowed: readonly string[]): this {
    if (value !== undefined && !allowed.includes(value))
      this.#add(value, member, `Member must satisfy enum value set: [${allowed.join(', ')}]`);
    return this;
  }

  /** A constraint that does not hold, in AWS's words. */
  violated(value: unknown, member: string, constraint: string): this {
    this.#addShown(`'${javaText(value)}'`, member, constraint);
    return this;
  }

  /** @throws ServiceError when any constraint was violated. */
  done(): void {
    const count = this.#problems.length;
    if (count === 0) return;
    throw new ServiceError(
      this.#code,
      `${count} validation error${count === 1 ? '' : 's'} detected: ${this.#problems.join('; ')}`,
    );
  }

  #add(value: unknown, member: string, constraint: string): void {
    const shown =
      value === undefined ? 'null' : `'${Array.isArray(value) ? `[${value.join(', ')}]` : value}'`;
    this.#addShown(shown, member, constraint);
  }

  #addShown(shown: string, member: string, constraint: string): void {
    if (this.#problems.length < problemsMax)
      this.#problems.push(`Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`);
  }
}

/** A value as AWS's messages show it: a list is `[a, b]`, and a map `{k=v}`. */
function javaText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (value instanceof Uint8Array)
    return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`;
  if (!isRecord(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}=${javaText(inner)}`)
    .join(', ')}}`;
}
