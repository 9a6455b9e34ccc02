import { Random } from 'local-cloud';

/** The range from which a run draws how probable a fault of a kind is, each time that it could happen. */
type Range = readonly [min: number, max: number];

/**
 * Every kind of fault, with the range of its probability: at an event, a
 * round of a schedule, a call of a function, a receive or delete of a
 * mapping, or for an instance. `poison-message` is asked once for each twenty launches.
 */
export const faultKinds = {
  'event-lost': [0.005, 0.05],
  'event-duplicated': [0.01, 0.2],
  'event-delayed': [0.01, 0.1],
  'event-reordered': [0.05, 0.5],
  'event-skewed': [0.01, 0.3],
  'schedule-skipped': [0.01, 0.2],
  'schedule-late': [0.01, 0.2],
  'schedule-repeated': [0.01, 0.2],
  'call-throttled': [0.01, 0.15],
  'call-fails-before': [0.01, 0.1],
  'call-fails-after': [0.01, 0.1],
  'call-cut-before': [0.01, 0.1],
  'call-cut-after': [0.01, 0.1],
  'call-hangs-before': [0.001, 0.01],
  'call-hangs-after': [0.001, 0.01],
  'call-slow': [0.01, 0.3],
  'crash-before': [0.002, 0.02],
  'crash-after': [0.002, 0.02],
  'instance-refused': [0.002, 0.05],
  'page-short': [0.05, 0.5],
  'batch-partial': [0.02, 0.2],
  'write-conflict': [0.02, 0.2],
  'index-stale': [0.05, 0.5],
  'message-repeated': [0.01, 0.3],
  'delete-lost': [0.005, 0.1],
  'poison-message': [0.2, 1],
  'registration-late': [0.01, 0.2],
  'registration-never': [0.005, 0.05],
  'agent-vanishes': [0.005, 0.1],
  'script-fails': [0.005, 0.1],
  'script-hangs': [0.005, 0.05],
  'instance-terminated': [0.005, 0.1],
  'instance-stopped': [0.005, 0.05],
  'instance-restarted': [0.005, 0.1],
  'tags-late': [0.01, 0.3],
} as const satisfies Readonly<Record<string, Range>>;

/** The name of a kind of fault. */
export type FaultKind = keyof typeof faultKinds;

/** All kinds, in the order of the table. */
export const faultNames = Object.keys(faultKinds).filter(isFaultKind);

/**
 * Kinds that can delay or repeat what Muster does. Without them the times of the promises hold during the faults; the
 * others concern single instances and messages, which may delay nobody else.
 */
export const disturbingKinds: readonly FaultKind[] = faultNames.filter((name) =>
  /^(event|schedule|call|crash|batch|write|index|message|delete)-/.test(name),
);

/** Which faults a run may have: what its seed makes of all kinds, none, or exactly these. */
export type FaultChoice = 'default' | 'none' | readonly FaultKind[];

/** In a default run each kind is off with this probability: faults that always come together hide each other. */
const offProbability = 0.4;

/** True for the name of a kind. */
function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(faultKinds, name);
}

/** Reads `default`, `none` or a comma list of kinds. The answer is a text when it is wrong: what, and what is allowed. */
export function readFaultChoice(
  text: string,
): { ok: true; choice: FaultChoice } | { ok: false; problem: string } {
  if (text === 'default' || text === 'none') return { ok: true, choice: text };
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isFaultKind(name));
  if (unknown === undefined) return { ok: true, choice: names.filter(isFaultKind) };
  return {
    ok: false,
    problem: `there is no fault "${unknown}"; allowed: default, none, or a list of ${faultNames.join(', ')}`,
  };
}

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
      const [min, max] = faultKinds[kind];
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
