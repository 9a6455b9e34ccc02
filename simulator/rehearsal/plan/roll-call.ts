import { type InstanceSpec, Random } from 'local-cloud';
import { type Party, schedule } from '../../fleet/fleet-schedule.ts';
import type { Workload } from '../../fleet/workload.ts';

/** An instance to launch, and where it comes from. */
export interface Sourced {
  readonly source: string;
  readonly spec: InstanceSpec;
}

/** The most bursts of the roll-call, their distance, and the smallest size of a burst. */
const BURSTS_MAX = 10;
const BURST_PERIOD_SECONDS = 60;
const BURST_SIZE_MIN = 200;

/**
 * Creates a workload from instances that were launched over months. They are rehearsed as a roll-call: bursts of equal
 * size, a minute apart, that keep the instances of one source together. The instances are sorted by source.
 */
export function callRoll(sourced: readonly Sourced[], seed: number): Workload {
  const burstSize = Math.max(BURST_SIZE_MIN, Math.ceil(sourced.length / BURSTS_MAX));
  const parties: (Party & { readonly specs: InstanceSpec[] })[] = [];
  for (const [index, { source, spec }] of sourced.entries()) {
    const startSeconds = Math.floor(index / burstSize) * BURST_PERIOD_SECONDS;
    const last = parties.at(-1);
    if (last?.source === source && last.startSeconds === startSeconds) last.specs.push(spec);
    else parties.push({ source, startSeconds, specs: [spec] });
  }
  return schedule(parties, Random.stream(seed, 'real-fleet/times'));
}
