/** The size at which the cache is cleared. */
const textsMax = 2000;

/** Caches parsed texts. The result of `parse` must be immutable. */
export class ParseCache<Parsed> {
  readonly #parse: (text: string, names: Readonly<Record<string, string>>) => Parsed;
  readonly #parsed = new Map<string, Parsed>();

  constructor(parse: (text: string, names: Readonly<Record<string, string>>) => Parsed) {
    this.#parse = parse;
  }

  /** The parsed text with these names for its placeholders. */
  get(text: string, names: Readonly<Record<string, string>> = {}): Parsed {
    let key = text;
    for (const [placeholder, name] of Object.entries(names)) key += `\0${placeholder}\0${name}`;
    const known = this.#parsed.get(key);
    if (known !== undefined) return known;
    const parsed = this.#parse(text, names);
    if (this.#parsed.size >= textsMax) this.#parsed.clear();
    this.#parsed.set(key, parsed);
    return parsed;
  }
}
