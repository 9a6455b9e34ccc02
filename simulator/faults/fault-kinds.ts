/**
 * The registry of faults. It imports nothing, so that the command line can list the kinds without loading the
 * simulator.
 */

/**
 * Where a fault strikes:
 * - `journey`: the delivery of an event
 * - `clock`: the clock that stamps an event
 * - `round`: one round of a schedule
 * - `call`: a call that a function makes
 * - `send`: the instances of a command that is sent
 * - `poll`, `receive`, `delete`: what an event source mapping does: it looks for messages, receives one, deletes one
 * - `stretch`: a stretch of time, drawn once for a run
 * - `table`: the table of the roster, drawn once for a run
 * - `stack`: the stack of the onboarding, drawn once for a run
 * - `queue`: the launch queue, drawn once for each twenty launches
 * - `instance`: the plan of an instance
 * - `evaluation`: the evaluation of an instance by a rule of AWS Config
 * - `step`: a call that a step of a runbook makes
 * - `execution`: an execution of a runbook
 */
export type FaultPlace =
  | 'journey'
  | 'clock'
  | 'round'
  | 'call'
  | 'send'
  | 'poll'
  | 'receive'
  | 'delete'
  | 'stretch'
  | 'table'
  | 'stack'
  | 'queue'
  | 'instance'
  | 'evaluation'
  | 'step'
  | 'execution';

interface FaultForm {
  /** A run draws the probability of the fault from this range. The probability holds for each opportunity. */
  readonly range: readonly [min: number, max: number];
  /**
   * True if the fault can delay or repeat what Muster does. The times of the promises hold during faults only if no
   * such fault occurs. The other faults concern single instances and messages, and must delay nothing else.
   */
  readonly disturbs: boolean;
  /** The compiler requires an entry for the kind in the table of this place. */
  readonly strikes: FaultPlace;
}

/**
 * Every kind of fault. If several kinds strike at one place, either the first of them applies or all of them add up.
 */
export const faultKinds = {
  // A run with an outage lasts hours longer, so it is rare.
  outage: { range: [0.1, 0.3], disturbs: true, strikes: 'stretch' },
  'roster-restored': { range: [0.2, 0.6], disturbs: true, strikes: 'table' },
  'profiles-deployed': { range: [0.1, 0.5], disturbs: true, strikes: 'stack' },
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
  'size-stale': { range: [0.1, 0.5], disturbs: true, strikes: 'call' },
  'send-late': { range: [0.05, 0.4], disturbs: true, strikes: 'call' },
  'send-throttled': { range: [0.4, 0.9], disturbs: true, strikes: 'call' },
  'commands-listed-late': { range: [0.2, 1], disturbs: true, strikes: 'call' },
  'invocation-missing-once': { range: [0.01, 0.2], disturbs: true, strikes: 'call' },
  'call-slow': { range: [0.01, 0.3], disturbs: true, strikes: 'call' },
  'instance-refused': { range: [0.002, 0.05], disturbs: false, strikes: 'send' },
  'pollers-rest': { range: [0.02, 0.3], disturbs: true, strikes: 'poll' },
  'message-repeated': { range: [0.01, 0.3], disturbs: true, strikes: 'receive' },
  'delete-lost': { range: [0.005, 0.1], disturbs: true, strikes: 'delete' },
  'poison-message': { range: [0.2, 1], disturbs: false, strikes: 'queue' },
  'foreign-message': { range: [0.2, 1], disturbs: false, strikes: 'queue' },
  'registration-late': { range: [0.01, 0.2], disturbs: false, strikes: 'instance' },
  'registration-never': { range: [0.005, 0.05], disturbs: false, strikes: 'instance' },
  'agent-old': { range: [0.01, 0.3], disturbs: false, strikes: 'instance' },
  'agent-vanishes': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'script-fails': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'script-hangs': { range: [0.005, 0.05], disturbs: false, strikes: 'instance' },
  'script-killed': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'worker-killed': { range: [0.005, 0.05], disturbs: false, strikes: 'instance' },
  'agent-busy': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'instance-terminated': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'instance-stopped': { range: [0.005, 0.05], disturbs: false, strikes: 'instance' },
  'instance-restarted': { range: [0.005, 0.1], disturbs: false, strikes: 'instance' },
  'tags-late': { range: [0.01, 0.3], disturbs: false, strikes: 'instance' },
  'tags-changed': { range: [0.01, 0.2], disturbs: false, strikes: 'instance' },
  'evaluation-lost': { range: [0.002, 0.02], disturbs: false, strikes: 'evaluation' },
  'evaluation-late': { range: [0.02, 0.3], disturbs: false, strikes: 'evaluation' },
  'evaluation-repeated': { range: [0.02, 0.3], disturbs: false, strikes: 'evaluation' },
  'step-throttled': { range: [0.01, 0.2], disturbs: false, strikes: 'step' },
  'step-fails-before': { range: [0.005, 0.1], disturbs: false, strikes: 'step' },
  'step-fails-after': { range: [0.005, 0.1], disturbs: false, strikes: 'step' },
  'execution-stopped': { range: [0.05, 0.5], disturbs: false, strikes: 'execution' },
} as const satisfies Readonly<Record<string, FaultForm>>;

/** The name of a kind of fault. */
export type FaultKind = keyof typeof faultKinds;

/** The kinds that strike at a place. They are the keys of the table of that place. */
export type FaultKindAt<Place extends FaultPlace> = {
  [Kind in FaultKind]: (typeof faultKinds)[Kind]['strikes'] extends Place ? Kind : never;
}[FaultKind];

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

/** The faults that a run may have: those that its seed draws from all kinds, none, or exactly these. */
export type FaultChoice = 'default' | 'none' | readonly FaultKind[];

/**
 * Reads `default`, `none` or a comma-separated list of kinds. For any other text, `problem` names the mistake and the
 * allowed values.
 */
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
