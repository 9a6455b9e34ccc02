/** A least and a most, in seconds: each wait is drawn from between. */
export type SecondsRange = readonly [minSeconds: number, maxSeconds: number];

/** Assumptions about AWS Config where AWS publishes nothing. */
export interface ConfigOptions {
  /** From a change of a resource to its configuration item. Default 30 to 180. */
  readonly recordSeconds: SecondsRange;
  /** From a configuration item, or from what else asks for an evaluation, to its result. Default 10 to 120. */
  readonly evaluateSeconds: SecondsRange;
  /** From a failed automatic remediation to the next attempt. Default 5 to 15. */
  readonly retrySeconds: SecondsRange;
  /** Between two looks at what is still not compliant and has automatic remediation. Default 3,600. */
  readonly snapshotSeconds: number;
}

/** The usual assumptions. */
export const configDefaults: ConfigOptions = {
  recordSeconds: [30, 180],
  evaluateSeconds: [10, 120],
  retrySeconds: [5, 15],
  snapshotSeconds: 3_600,
};
