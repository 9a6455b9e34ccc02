import { exitCodes } from '../../failure.ts';

/**
 * How it ended for a node. `succeeded`: it ran, and its exit code is 0. `failed`: it began, and did not succeed.
 * `unreachable`: the node did not get it. `cancelled`: somebody took it back, before or while it ran. `withheld`: it was
 * not sent, because too many had failed before, or because it could not be.
 */
export type Outcome = 'succeeded' | 'failed' | 'unreachable' | 'cancelled' | 'withheld';

/** The outcome for each `StatusDetails` of an invocation that has ended (user guide, "Understanding command statuses"). */
const ended: ReadonlyMap<string, Outcome> = new Map([
  ['Success', 'succeeded'],
  ['Failed', 'failed'],
  ['ExecutionTimedOut', 'failed'],
  ['Execution Timed Out', 'failed'],
  ['DeliveryTimedOut', 'unreachable'],
  ['Delivery Timed Out', 'unreachable'],
  ['Undeliverable', 'unreachable'],
  ['Terminated', 'withheld'],
  ['Cancelled', 'cancelled'],
]);

const open = ['Pending', 'InProgress', 'In Progress', 'Delayed', 'Cancelling'];

/** The outcome of an invocation; undefined while it goes on. A state that is not known here is no success. */
export function outcomeOf({
  status,
  statusDetails,
}: {
  readonly status: string;
  readonly statusDetails: string;
}): Outcome | undefined {
  if (open.includes(statusDetails)) return undefined;
  return ended.get(statusDetails) ?? (open.includes(status) ? undefined : 'failed');
}

/** The exit code of `muster run`, from how it ended for each node. */
export function exitCodeOf(outcomes: readonly Outcome[]): number {
  if (outcomes.every((outcome) => outcome === 'succeeded')) return 0;
  const isReached = outcomes.every((outcome) => outcome === 'succeeded' || outcome === 'unreachable');
  return isReached ? exitCodes.notReached : exitCodes.notSucceeded;
}
