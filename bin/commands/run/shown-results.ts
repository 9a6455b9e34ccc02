import { type OutputPlace, resultLines } from '../../print/run-lines.ts';
import type { NodeResult } from './node-result.ts';

/** Results as they come: each is shown at once, unless one JSON document is wanted at the end. */
export class ShownResults {
  readonly all: NodeResult[] = [];
  readonly #isSilent: boolean;
  readonly #place: OutputPlace;
  readonly #labels: ReadonlyMap<string, string>;

  constructor(
    { json, ...place }: OutputPlace & { readonly json?: true },
    labels: ReadonlyMap<string, string>,
  ) {
    this.#isSilent = json === true;
    this.#place = place;
    this.#labels = labels;
  }

  /** Adds a result that was told before. */
  addKnown(result: NodeResult): void {
    this.all.push(result);
  }

  add(result: NodeResult): void {
    this.all.push(result);
    if (this.#isSilent) return;
    const label = this.#labels.get(result.node.instanceId) ?? '';
    const { out, err } = resultLines(result, label, this.#place);
    this.#clearProgress();
    if (out.length > 0) process.stdout.write(`${out.join('\n')}\n`);
    if (err.length > 0) process.stderr.write(`${err.join('\n')}\n`);
    this.#showProgress();
  }

  #clearProgress(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  }

  /** One line on a terminal, until all have ended. */
  #showProgress(): void {
    if (process.stderr.isTTY && this.all.length < this.#labels.size)
      process.stderr.write(`${this.all.length} of ${this.#labels.size} have ended `);
  }
}
