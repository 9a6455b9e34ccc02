/** What a wave must show before the next one begins. */
export interface Gate {
  /** How many percent of the instances of a wave may fail. */
  readonly failedPercentMax: number;
  /** How many may fail at most, whatever the percentage; undefined for no such limit. */
  readonly failedMax?: number;
  /** How long an instance must be well after its success. */
  readonly bakeSeconds: number;
  /** The documents that are asked to verify themselves at the end of the bake time. None by default. */
  readonly verify?: readonly string[];
  /** The alarms of CloudWatch that stop the roll-out, by name. None by default. */
  readonly alarms?: readonly string[];
}

/** How many instances of a wave may fail. A person may have accepted some more. */
export function failuresAllowed(gate: Gate, waveSize: number, accepted: number): number {
  const ofPercent = Math.floor((waveSize * gate.failedPercentMax) / 100);
  return Math.max(accepted, Math.min(ofPercent, gate.failedMax ?? ofPercent));
}

/** The alarms of a gate that stop a roll-out: those that are in alarm, and those that are not there any more. */
export function raisedAlarms(
  { alarms = [] }: Pick<Gate, 'alarms'>,
  states: ReadonlyMap<string, string>,
): readonly string[] {
  return alarms.filter((name) => !states.has(name) || states.get(name) === 'ALARM');
}
