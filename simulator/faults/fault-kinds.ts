/**
 * The registry of faults. It imports nothing, so that the command line can read a list of kinds without loading what
 * they strike.
 */

/**
 * Where a fault strikes: the journey of an event, the clock that an event is stamped by, a round of a schedule, a call
 * of a function, the instances of a command that is sent, the receive or the delete of a mapping, the launch queue (asked
 * once for each twenty launches), or the plan of an instance.
 */
export type FaultPlace =
  | 'journey'
  | 'clock'
  | 'round'
  | 'call'
  | 'send'
  | 'receive'
  | 'delete'
  | 'queue'
  | 'instance';

interface FaultForm {
  /** From which a run draws how probable the fault is, each time that it could happen. */
  readonly range: readonly [min: number, max: number];
  /**
   * True for what can delay or repeat what Muster does. Without such faults the times of the promises hold during the
   * faults; the others concern single instances and messages, which may delay nobody else.
   */
  readonly disturbs: boolean;
  /** What strikes there has an entry of its own in the table of that place, or nothing compiles. */
  readonly strikes: FaultPlace;
}

/** Every kind of fault. Of kinds of one place the first that strikes is the one that happens, or they add up. */
export const faultKinds = {
  'event-lost': { range: [0.005, 0.05], disturbs: true, strikes: 'journey' },
  'event-delayed': { range: [0.01, 0.1], disturbs: true, strikes: 'journey' },
  'event-reordered': { range: [0.05, 0.5], disturbs: true, strikes: 'journey' },
  'event-duplicated': { range: [0.01, 0.2], disturbs: true, strikes: 'journey' },
  'event-skewed': { range: [0.01, 0.3], disturbs: true, strikes: 'clock' },
  'schedule-skipped': { range: [0.01, 0.2], disturbs: true, strikes: 'round' },
  'schedule-late': { range: [0.01, 0.2], disturbs: true, strikes: 'round' },
  'schedule-repeated': { range: [0.01, 0.2], disturbs: true, strikes: 'round' },
  'crash-before': { range: [0.002, 0.02], disturbs: true, strikes: 'call' },
  'crash-after': { range: [0.002, 0.02], disturbs: true, strikes: 'call' },
  'call-hangs-before': { range: [0.001, 0.01], disturbs: true, strikes: 'call' },
  'call-hangs-after': { range: [0.001, 0.01], disturbs: true, strikes: 'call' },
  'call-cut-before': { range: [0.01, 0.1], disturbs: true, strikes: 'call' },
  'call-cut-after': { range: [0.01, 0.1], disturbs: true, strikes: 'call' },
  'call-throttled': { range: [0.01, 0.15], disturbs: true, strikes: 'call' },
  'call-fails-before': { range: [0.01, 0.1], disturbs: true, strikes: 'call' },
  'call-fails-after': { range: [0.01, 0.1], disturbs: true, strikes: 'call' },
  'batch-partial': { range: [0.02, 0.2], disturbs: true, strikes: 'call' },
  'write-conflict': { range: [0.02, 0.2], disturbs: true, strikes: 'call' },
  'page-short': { range: [0.05, 0.5], disturbs: false, strikes: 'call' },
  'index-stale': { range: [0.05, 0.5], disturbs: true, strikes: 'call' },
  'call-slow': { range: [0.01, 0.3], disturbs: true, strikes: 'call' },
  'instance-refused': { range: [0.002, 0.05], disturbs: false, strikes: 'send' },
  'message-repeated': { range: [0.01, 0.3], disturbs: true, strikes: 'receive' },
  'delete-lost': { range: [0.005, 0.1], disturbs: true, strikes: 'delete' },
  'poison-message': { range: [0.2, 1], disturbs: false, strikes: 'queue' },
  'registration-late': { range: [0.01, 0.2], disturbs: false, strikes: 'instance' },
  'registration-never': { range: [0.005, 0.05], disturbs: false, strikes: 'instance' },
  'agent-vanishes': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'script-fails': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'script-hangs': { range: [0.005, 0.05], disturbs: false, strikes: 'instance' },
  'instance-terminated': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'instance-stopped': { range: [0.005, 0.05], disturbs: false, strikes: 'instance' },
  'instance-restarted': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'tags-late': { range: [0.01, 0.3], disturbs: false, strikes: 'instance' },
} as const satisfies Readonly<Record<string, FaultForm>>;

/** The name of a kind of fault. */
export type FaultKind = keyof typeof faultKinds;

/** The kinds that strike at a place: the keys of the table that says how. */
export type FaultKindAt<Place extends FaultPlace> = {
  [Kind in FaultKind]: (typeof faultKinds)[Kind]['strikes'] extends Place ? Kind : never;
}[FaultKind];

/** True for the name of a kind. */
function isFaultKind(name: string): name is FaultKind {
  return Object.hasOwn(faultKinds, name);
}

/** All kinds, in the order of the registry. */
export const faultNames: readonly FaultKind[] = Object.keys(faultKinds).filter(isFaultKind);

/** The kinds that strike at a place, in the order of the registry. */
export function kindsAt<Place extends FaultPlace>(place: Place): readonly FaultKindAt<Place>[] {
  return faultNames.filter((kind): kind is FaultKindAt<Place> => faultKinds[kind].strikes === place);
}

/** Kinds that can delay or repeat what Muster does. */
export const disturbingKinds: readonly FaultKind[] = faultNames.filter((kind) => faultKinds[kind].disturbs);

/** Which faults a run may have: what its seed makes of all kinds, none, or exactly these. */
export type FaultChoice = 'default' | 'none' | readonly FaultKind[];

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
