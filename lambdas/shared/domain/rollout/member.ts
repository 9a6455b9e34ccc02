/** An instance of a roll-out: its wave, and what its caps count it by. */
export interface Member {
  readonly instanceId: string;
  /** From 0. */
  readonly wave: number;
  readonly zone: string;
  /** Its Auto Scaling group, cluster or node group; undefined for an instance that is in none. */
  readonly group?: string;
}

/**
 * Where an instance of a roll-out stands.
 * `open`: it is still to be taken up.
 * `inFlight`: it is taken up, and not at rest.
 * `baking`: it succeeded a moment ago.
 * `done`: it has what is rolled out, for longer than the bake time, or from before.
 * `failed`: it was taken up, and has it not.
 * `left`: it is not there, or not meant any more.
 */
export const memberStates = ['open', 'inFlight', 'baking', 'done', 'failed', 'left'] as const;
export type MemberState = (typeof memberStates)[number];
export type MemberCounts = Readonly<Record<MemberState, number>>;

/** The counts of no instances. */
export const noMembers: MemberCounts = { open: 0, inFlight: 0, baking: 0, done: 0, failed: 0, left: 0 };
