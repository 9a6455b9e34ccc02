import type { Rollout } from '../../../lambdas/shared/clients/rollout/rollout-item.ts';
import type { AlarmStates, Part, QueueState } from '../../account/flow-reader.ts';
import type { UnknownInstances } from '../../account/unknown-reader.ts';
import type { RosterSummary } from './tally.ts';

/** What `muster status` tells. */
export interface StatusReport {
  readonly account: string;
  readonly region: string;
  readonly environment?: string;
  /** When the account was asked; ISO 8601, in UTC. */
  readonly at: string;
  readonly roster: RosterSummary;
  /** What EC2 runs and the roster does not know. */
  readonly unknown: Part<UnknownInstances>;
  /** How many onboarded instances have another version of a document than was deployed last. A roll-out brings it to them. */
  readonly behind: Part<number>;
  /** The roll-out that is under way. */
  readonly rollout: Part<Rollout | undefined>;
  readonly queue: Part<QueueState>;
  readonly alarms: Part<AlarmStates>;
}
