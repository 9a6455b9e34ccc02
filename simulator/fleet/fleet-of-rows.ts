import { type InstanceSpec, type Place, Random } from 'local-cloud';
import { dealFates, type Fate } from './fleet-fates.ts';
import { type Party, schedule } from './fleet-schedule.ts';
import { share } from './fleet-shares.ts';
import { sourceOf } from './fleet-source.ts';
import { createSpecs } from './fleet-specs.ts';
import { type GroupRow, unitsOf } from './fleet-units.ts';
import type { Workload } from './workload.ts';

/** What a fleet is made of. */
export interface FleetForm {
  readonly rows: readonly GroupRow[];
  /** What goes wrong. */
  readonly fates: readonly Fate[];
  /** The fate of everybody else. */
  readonly normal: Fate;
}

/** How large a fleet is, where it is, and what its chance is drawn from. */
export interface FleetOptions {
  readonly launches: number;
  readonly seed: number;
  readonly place: Place;
  /** The name of its random streams. */
  readonly name: string;
}

/** Builds a fleet with exactly `launches` instances. Instances launched alike share one spec. */
export function fleetOfRows(
  { rows, fates, normal }: FleetForm,
  { launches, seed, place, name }: FleetOptions,
): Workload {
  const sizes = share(
    launches,
    rows.map(([, , , , parts]) => parts),
  );
  const dealt = dealFates({ rows, sizes, fates }, Random.stream(seed, `${name}/fates`));
  const names = Random.stream(seed, `${name}/names`);
  const parties: Party[] = [];
  let start = 0;
  for (const [index, row] of rows.entries()) {
    for (const { tags, minute, size } of unitsOf(row, sizes[index] ?? 0, names)) {
      const first = start;
      const fateOf = (member: number) => fates[(dealt[first + member] ?? 0) - 1] ?? normal;
      const specs = createSpecs(row, { tags, size, fateOf }, place);
      parties.push({ source: sourceOf(tags), startSeconds: minute * 60, specs });
      start += size;
    }
  }
  return withSources(schedule(parties, Random.stream(seed, `${name}/times`)));
}

/** A fate may add tags that tell of another source than that of the group. */
function withSources(workload: Workload): Workload {
  const sources = new Map<InstanceSpec, string>();
  return workload.map((launch) => {
    const source = sources.get(launch.spec) ?? sourceOf(launch.spec.tags);
    sources.set(launch.spec, source);
    return source === launch.source ? launch : { ...launch, source };
  });
}
