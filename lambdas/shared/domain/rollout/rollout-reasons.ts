/** What the state of a roll-out means. */
interface RolloutReason {
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Why a roll-out is where it is. All who tell of roll-outs use this table. */
export const rolloutReasons = {
  Started: { sentence: 'The roll-out begins.', remedy: 'None.' },
  TakingUp: { sentence: 'Instances of the wave are taken up.', remedy: 'None.' },
  CapsReached: {
    sentence: 'As many instances as the caps allow are in flight, failed or baking.',
    remedy: 'None while it runs. It stops when all of them failed: mend them and retry, or abort.',
  },
  InFlight: {
    sentence: 'All instances of the wave are taken up, and some are not at rest.',
    remedy: 'None.',
  },
  Baking: { sentence: 'The instances of the wave must stay well for the bake time.', remedy: 'None.' },
  Verifying: { sentence: 'The instances of the wave are asked whether the agents work.', remedy: 'None.' },
  NextWave: { sentence: 'The gate is open: the next wave begins.', remedy: 'None.' },
  LaunchesFirst: {
    sentence: 'Launches are late, or a call was throttled a moment ago: the roll-out makes room for them.',
    remedy: 'None: it goes on when launches are on time again.',
  },
  OutsideWindow: {
    sentence: 'Nobody is taken up at this time of the week.',
    remedy: 'None: it goes on in the next window.',
  },
  PaceReached: { sentence: 'The pace allows no more instances now.', remedy: 'None.' },
  RosterBehind: {
    sentence: 'The roster may not know every command: its table was restored, or was not in use for hours.',
    remedy: 'None: it goes on when Muster knows them.',
  },
  GateClosed: {
    sentence: 'More instances of the wave failed than its gate allows.',
    remedy: 'See muster failed. Mend what is wrong and retry, accept the failures and resume, or abort.',
  },
  AlarmRaised: {
    sentence: 'An alarm of CloudWatch that the gate names is raised, or is not there any more.',
    remedy: 'Mend what it tells of. Resume when it is over, or abort.',
  },
  PausedByPerson: { sentence: 'A person has paused the roll-out.', remedy: 'Resume or abort it.' },
  AbortedByPerson: { sentence: 'A person has aborted the roll-out.', remedy: 'None.' },
  Completed: { sentence: 'All waves are through.', remedy: 'None.' },
} as const satisfies Readonly<Record<string, RolloutReason>>;

/** The code of a reason. */
export type RolloutReasonCode = keyof typeof rolloutReasons;

/** True for a code of the table. */
export function isRolloutReason(code: unknown): code is RolloutReasonCode {
  return typeof code === 'string' && Object.hasOwn(rolloutReasons, code);
}
