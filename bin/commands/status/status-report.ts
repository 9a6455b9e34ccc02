import type { AlarmStates, Part, QueueState } from '../../account/flow-reader.ts';
import type { RosterSummary } from './tally.ts';

/** What `muster status` tells. */
export interface StatusReport {
  readonly account: string;
  readonly region: string;
  readonly environment?: string;
  /** When the account was asked; ISO 8601, in UTC. */
  readonly at: string;
  readonly roster: RosterSummary;
  readonly queue: Part<QueueState>;
  readonly alarms: Part<AlarmStates>;
}
