import { Random } from 'local-cloud';
import { type FaultChoice, type FaultKind, faultKinds, faultNames } from './fault-kinds.ts';

/** In a default run each kind is off with this probability: faults that always come together hide each other. */
const offProbability = 0.4;

/** A kind of fault as one run had it. */
export interface DrawnFault {
  /** How probable it was, each time that it could happen. */
  readonly probability: number;
  /** How often it happened. */
  readonly injected: number;
}

/**
 * The faults of one run. The seed decides which kinds are on and how probable each is, and every kind has streams of
 * its own: so a run without one kind has the others as they would have been asked.
 */
export class Faults {
  readonly #seed: number;
  readonly #probabilities = new Map<FaultKind, number>();
  readonly #streams = new Map<string, Random>();
  readonly #injected = new Map<FaultKind, number>();
  readonly #onInjected: (kind: FaultKind, what: Readonly<Record<string, string>>) => void;
  #areOn = true;

  /** `onInjected` is told of every fault that happens. */
  constructor(
    seed: number,
    choice: FaultChoice,
    onInjected: (kind: FaultKind, what: Readonly<Record<string, string>>) => void,
  ) {
    this.#seed = seed;
    this.#onInjected = onInjected;
    for (const kind of faultNames) {
      const random = Random.stream(seed, `faults/${kind}/plan`);
      const [min, max] = faultKinds[kind].range;
      const isOff = random.chance(offProbability);
      const probability = min + random.next() * (max - min);
      if (choice === 'default' ? !isOff : choice.includes(kind)) this.#probabilities.set(kind, probability);
    }
  }

  /** The kinds that are on, with what came of them so far. */
  get drawn(): Readonly<Partial<Record<FaultKind, DrawnFault>>> {
    return Object.fromEntries(
      [...this.#probabilities].map(([kind, probability]) => [
        kind,
        { probability: Math.round(probability * 1000) / 1000, injected: this.#injected.get(kind) ?? 0 },
      ]),
    );
  }

  /** False after `stop`. */
  get areOn(): boolean {
    return this.#areOn;
  }

  /** Whether a kind strikes now, by its own chance. Never after `stop`. Does not count: see `inject`. */
  strikes(kind: FaultKind): boolean {
    const probability = this.#probabilities.get(kind);
    return this.#areOn && probability !== undefined && this.chanceOf(kind).chance(probability);
  }

  /** Counts and reports a fault that happens now; `what` says to whom. */
  inject(kind: FaultKind, what: Readonly<Record<string, string>>): void {
    this.#injected.set(kind, (this.#injected.get(kind) ?? 0) + 1);
    this.#onInjected(kind, what);
  }

  /** The stream of a kind, for what a fault looks like: how late, which of several. */
  chanceOf(kind: FaultKind): Random {
    const found = this.#streams.get(kind);
    if (found !== undefined) return found;
    const stream = Random.stream(this.#seed, `faults/${kind}`);
    this.#streams.set(kind, stream);
    return stream;
  }

  /** Ends the faults. What has happened to instances stays; nothing new happens. */
  stop(): void {
    this.#areOn = false;
  }
}
