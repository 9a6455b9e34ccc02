import type { InstanceSpec, Random } from 'local-cloud';
import type { PlannedLaunch, Workload } from './workload.ts';

/** Instances of one source that are launched in one burst. */
export interface Party {
  readonly source: string;
  /** When the burst begins, in virtual seconds after the start of the run. */
  readonly startSeconds: number;
  readonly specs: readonly InstanceSpec[];
}

/** Within how many seconds a burst is over: an Auto Scaling group asks for its instances within a minute. Assumed. */
const BURST_SECONDS = 40;
/** How many instances one call launches, at most. Assumed: Auto Scaling asks for many in a few calls. */
const RESERVATION_SIZE_MAX = 20;

/** Gives each party its reservations and each reservation its second within the burst; sorts all by time. */
export function schedule(parties: readonly Party[], random: Random): Workload {
  const reservations = parties.flatMap(({ source, startSeconds, specs }) => {
    const count = Math.ceil(specs.length / RESERVATION_SIZE_MAX);
    return Array.from({ length: count }, (_, index) => ({
      source,
      atSeconds: startSeconds + random.integer(0, BURST_SECONDS),
      specs: specs.slice(index * RESERVATION_SIZE_MAX, (index + 1) * RESERVATION_SIZE_MAX),
    }));
  });
  reservations.sort((a, b) => a.atSeconds - b.atSeconds);
  return reservations.flatMap(({ source, atSeconds, specs }, reservation) =>
    specs.map((spec): PlannedLaunch => ({ atSeconds, source, reservation, spec })),
  );
}
