/** The number of ids or entries that a note names before it says "and more". */
const NAMED_MAX = 3;

/** Entries that could not be read, and why. */
export class LeftOut {
  readonly #problems: string[] = [];
  #count = 0;

  add(file: string, problem: string): void {
    this.#count++;
    if (this.#problems.length < NAMED_MAX) this.#problems.push(`${file}: ${problem}`);
  }

  /** The first problem, with how many there are. */
  get first(): string | undefined {
    const [first] = this.#problems;
    return this.#count > 1 ? `${first} (the first of ${this.#count} wrong entries)` : first;
  }

  /** One line for each of the first entries, and one for the rest. */
  notes(): string[] {
    const more = this.#count - this.#problems.length;
    return [
      ...this.#problems.map((problem) => `left out an entry: ${problem}`),
      ...(more > 0 ? [`left out ${more} more entries that are wrong`] : []),
    ];
  }
}

/** Ids for a note: the first few. */
export function listIds(ids: readonly string[]): string {
  const named = ids.slice(0, NAMED_MAX).join(', ');
  return `${named}${ids.length > NAMED_MAX ? ` and ${ids.length - NAMED_MAX} more` : ''}`;
}

/** The CLI reads all pages by default. A token means that it was told to stop early. */
export function moreNote(file: string): string {
  return `${file}: has a NextToken, so there is more; write it again without --max-items and --no-paginate`;
}
