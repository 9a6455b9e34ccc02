/**
 * Whether a run has a roll-out: `drawn` in about a third of the seeds, `always`, `errand` for one that sends an errand, or
 * `none`. It imports nothing, so that
 * the command line can list the choices without loading the simulator.
 */
export const rolloutChoices = ['drawn', 'none', 'always', 'errand'] as const;
export type RolloutChoice = (typeof rolloutChoices)[number];
