import type { InstanceSpec, Random } from 'local-cloud';
import type { PlannedLaunch, Workload } from './workload.ts';

/** Instances of one source that are launched in one burst. */
export interface Party {
  readonly source: string;
  /** When the burst begins, in virtual seconds after the start of the run. */
  readonly startSeconds: number;
  readonly specs: readonly InstanceSpec[];
}

/** The length of a burst: an Auto Scaling group requests its instances within a minute. Assumed. */
const BURST_SECONDS = 40;
/** The most instances that one call launches. Assumed: Auto Scaling requests many instances in few calls. */
const RESERVATION_SIZE_MAX = 20;

/** Divides each party into reservations, draws a second within the burst for each, and sorts all by time. */
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
