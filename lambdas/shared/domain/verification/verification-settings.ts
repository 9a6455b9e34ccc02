/** How often what is onboarded is verified. */
export const verificationPeriods = ['never', 'day'] as const;
export type VerificationPeriod = (typeof verificationPeriods)[number];

/** What follows from a drift: it is told, or its document is sent again as well. */
export const driftActions = ['tell', 'send'] as const;
export type DriftAction = (typeof driftActions)[number];

/** What the configuration says about verifying what is onboarded. */
export interface VerificationSettings {
  readonly every: VerificationPeriod;
  readonly onDrift: DriftAction;
  /** The documents that can verify what they installed, by their names in Systems Manager. */
  readonly documents: readonly string[];
}
