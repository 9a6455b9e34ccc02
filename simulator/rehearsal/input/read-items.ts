import { JSONParser } from '@streamparser/json';
import { type BrokenInput, explainBroken, isBlank } from './broken-input.ts';
import { decodeChunks } from './decode-chunks.ts';
import { InputError, type InputFile } from './input-file.ts';

/** A part of a file: an element of a list, or what is left of a document without such lists. */
export interface Item {
  readonly value: unknown;
  /** The place in the file, such as `Reservations[3]`; empty for a whole document. */
  readonly place: string;
  readonly isDocument: boolean;
}

/** The lists that may be too large to be in memory as a whole. */
const longLists: readonly string[] = ['Reservations', 'InstanceInformationList', 'Items'];

/** The most bytes that are kept to explain a mistake. */
const KEPT_BYTES_MAX = 16_000_000;

/**
 * Reads a file of one or more JSON documents piece by piece, so that its size does not matter: a list of the AWS CLI
 * element by element, then the rest of its document with the list empty; an array element by element. A document that
 * ends before another one begins needs nothing between them, as in `for region in ...; do aws ...; done > file`.
 * @throws InputError when the file is not JSON.
 */
export async function* readItems(file: InputFile): AsyncGenerator<Item> {
  const collector = new ItemCollector();
  const broken: BrokenInput = { file, kept: [], isWhole: true, place: () => collector.place };
  let keptBytes = 0;
  const keep = (chunk: Uint8Array) => {
    keptBytes += chunk.length;
    if (keptBytes <= KEPT_BYTES_MAX) broken.kept.push(chunk);
    else broken.isWhole = false;
    return chunk;
  };
  try {
    for await (const piece of decodeChunks(mapChunks(file.chunks, keep))) {
      collector.write(piece);
      yield* collector.take();
    }
    if (broken.isWhole && isBlank(broken.kept))
      throw new InputError(`${file.name}: is empty; allowed: what \`${file.command} --output json\` prints`);
    collector.end();
  } catch (error) {
    throw explainBroken(broken, error);
  }
  yield* collector.take();
}

async function* mapChunks(chunks: InputFile['chunks'], map: (chunk: Uint8Array) => Uint8Array) {
  for await (const chunk of chunks) yield map(chunk);
}

/** Collects items from what the parser finds. */
class ItemCollector {
  readonly #parser = new JSONParser({
    paths: ['$', '$.*', ...longLists.map((list) => `$.${list}.*`)],
    separator: '',
  });
  #items: Item[] = [];
  #documents = 0;
  /** Where in the document the next element is expected. */
  #next = '';

  constructor() {
    this.#parser.onValue = ({ value, key, parent, stack }) => {
      const place = this.#placeOf(key, stack);
      if (stack.length === 0) {
        this.#documents++;
        this.#next = '';
        // The elements of an array have been taken one by one.
        if (!Array.isArray(value) || value.length > 0)
          this.#items.push({ value, place: '', isDocument: true });
        return;
      }
      if (!Array.isArray(parent) || typeof key !== 'number') return;
      parent.length -= 1;
      this.#items.push({ value, place, isDocument: false });
      this.#next = this.#placeOf(key + 1, stack);
    };
  }

  write(piece: Uint8Array | string): void {
    this.#parser.write(piece);
  }

  end(): void {
    this.#parser.end();
  }

  take(): Item[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  /** Where the parser is, as far as it is known: the element after the last good one. */
  get place(): string {
    return this.#next === '' ? this.#documentPlace().trim() : this.#next;
  }

  #documentPlace(): string {
    return this.#documents === 0 ? '' : `document ${this.#documents + 1} `;
  }

  #placeOf(key: string | number | undefined, stack: readonly { key: unknown }[]): string {
    const list = stack.length > 1 ? String(stack.at(-1)?.key ?? '') : '';
    return `${this.#documentPlace()}${list}[${key}]`;
  }
}
