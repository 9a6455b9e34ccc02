/** What a wave must show before the next one begins. */
export interface Gate {
  /** How many percent of the instances of a wave may fail. */
  readonly failedPercentMax: number;
  /** How many may fail at most, whatever the percentage; undefined for no such limit. */
  readonly failedMax?: number;
  /** How long an instance must be well after its success. */
  readonly bakeSeconds: number;
}

/** How many instances of a wave may fail. A person may have accepted some more. */
export function failuresAllowed(gate: Gate, waveSize: number, accepted: number): number {
  const ofPercent = Math.floor((waveSize * gate.failedPercentMax) / 100);
  return Math.max(accepted, Math.min(ofPercent, gate.failedMax ?? ofPercent));
}
