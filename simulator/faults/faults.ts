import { Random } from 'local-cloud';
import { type FaultChoice, type FaultKind, faultKinds, faultNames } from './fault-kinds.ts';

/**
 * In a default run each kind is off with this probability, because faults that always occur together hide each other.
 */
const offProbability = 0.4;

/** One kind of fault in one run. */
export interface DrawnFault {
  /** The probability of the fault at each opportunity. */
  readonly probability: number;
  /** How often the fault occurred. */
  readonly injected: number;
}

/**
 * The faults of one run. The seed decides which kinds are on and how probable each is. Every kind has its own random
 * streams, so that turning one kind off does not change the draws of the others.
 */
export class Faults {
  readonly #seed: number;
  readonly #probabilities = new Map<FaultKind, number>();
  readonly #streams = new Map<string, Random>();
  readonly #injected = new Map<FaultKind, number>();
  readonly #onInjected: (kind: FaultKind, what: Readonly<Record<string, string>>) => void;
  #areOn = true;

  /** `onInjected` is called for every fault that occurs. */
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

  /** The kinds that are on, with how often each has occurred so far. */
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

  /** Draws whether a kind strikes now. Always false after `stop`. It does not count the fault; `inject` does. */
  strikes(kind: FaultKind): boolean {
    const probability = this.#probabilities.get(kind);
    return this.#areOn && probability !== undefined && this.chanceOf(kind).chance(probability);
  }

  /** Counts and reports a fault. `what` says what it strikes. */
  inject(kind: FaultKind, what: Readonly<Record<string, string>>): void {
    this.#injected.set(kind, (this.#injected.get(kind) ?? 0) + 1);
    this.#onInjected(kind, what);
  }

  /** The random stream of a kind. It decides details such as a delay or a choice. */
  chanceOf(kind: FaultKind): Random {
    const found = this.#streams.get(kind);
    if (found !== undefined) return found;
    const stream = Random.stream(this.#seed, `faults/${kind}`);
    this.#streams.set(kind, stream);
    return stream;
  }

  /** Stops the faults. Faults that have already struck instances stay. */
  stop(): void {
    this.#areOn = false;
  }
}
