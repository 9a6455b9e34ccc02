import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { RosterStatus } from '../domain/roster/roster-entry.ts';
import type { RosterMove } from '../domain/roster/roster-move.ts';
import { metrics as names } from './contract.ts';

const nameOf: Readonly<Partial<Record<RosterStatus, string>>> = {
  waiting: names.instancesWaiting,
  commanded: names.instancesCommanded,
  onboarded: names.instancesOnboarded,
  failed: names.instancesFailed,
  unmanaged: names.instancesUnmanaged,
  excluded: names.instancesExcluded,
  gone: names.instancesGone,
};

/**
 * Counts written moves by their new status, adds `counts`, and publishes. Zeros are not sent. Two moves are not
 * counted: a later look at the cause of an unmanaged entry, because it makes no instance unmanaged, and the wait
 * for the next agent, because nothing is wrong.
 */
export function countMoves(
  metrics: Metrics,
  written: readonly RosterMove[],
  counts: Readonly<Record<string, number>> = {},
): void {
  const all = new Map(Object.entries(counts));
  for (const { from, to } of written) {
    if (from?.status === 'unmanaged' && to.status === 'unmanaged') continue;
    if (to.reason === 'NextAgent') continue;
    const name = nameOf[to.status];
    if (name !== undefined) all.set(name, (all.get(name) ?? 0) + 1);
  }
  for (const [name, value] of all) if (value > 0) metrics.addMetric(name, MetricUnit.Count, value);
  metrics.publishStoredMetrics();
}

/** Adds a length of time, if it is one. It is published with the counts of the call. */
export function countSeconds(metrics: Metrics, name: string, seconds: number): void {
  if (seconds > 0) metrics.addMetric(name, MetricUnit.Seconds, seconds);
}
