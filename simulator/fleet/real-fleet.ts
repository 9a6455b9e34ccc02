import { type InstanceSpec, type Place, Random } from 'local-cloud';
import { type Party, schedule } from './fleet-schedule.ts';
import { sourceOf } from './fleet-source.ts';
import { readInstances, readManaged } from './real-fleet-lists.ts';
import type { RealInstance } from './real-fleet-schema.ts';
import { RealSpecs, type Registrations, tagsOf } from './real-fleet-specs.ts';
import type { Workload } from './workload.ts';

/** The files of a rehearsal: their names, for messages, and their bytes. */
export interface RealFleetFiles {
  readonly instancesFile: string;
  /** What `aws ec2 describe-instances` printed. */
  readonly instances: Uint8Array;
  readonly managedFile?: string;
  /** The output of `aws ssm describe-instance-information`. If absent, registrations are simulated. */
  readonly managed?: Uint8Array;
  readonly seed: number;
  readonly place: Place;
}

/**
 * A fleet that can be launched, or one line that names the wrong file and its mistake. Each note is one line. `skipped`
 * counts the instances that do not run, by state.
 */
export type RealFleet =
  | {
      readonly ok: true;
      readonly workload: Workload;
      readonly notes: readonly string[];
      readonly skipped: Readonly<Record<string, number>>;
    }
  | { readonly ok: false; readonly problem: string };

/** The most bursts of the roll-call, their distance, and the smallest size of a burst. */
const BURSTS_MAX = 10;
const BURST_PERIOD_SECONDS = 60;
const BURST_SIZE_MIN = 200;

/**
 * Creates a workload from a real fleet. Every pending or running instance becomes a launch with its own id, tags,
 * platform, architecture, profile and owner. The fleet was launched over months. It is rehearsed as a roll-call: bursts
 * a minute apart that keep the instances of one source together.
 *
 * With the list from Systems Manager, an Online instance registers after its boot, an instance whose connection is lost
 * stays lost, and an instance that is not listed never registers. Without the list, instances with a profile register,
 * 2 in 100 of them ten minutes late. Instances without a profile never register.
 */
export function readRealFleet(files: RealFleetFiles): RealFleet {
  const instances = readInstances({ name: files.instancesFile, bytes: files.instances });
  if (!instances.ok) return instances;
  const { managedFile = 'the list of managed instances', managed: managedBytes } = files;
  const managed =
    managedBytes === undefined
      ? undefined
      : readManaged(
          { name: managedFile, bytes: managedBytes },
          { name: files.instancesFile, ids: instances.value.ids },
        );
  if (managed?.ok === false) return managed;
  const { running, skipped, notes } = instances.value;
  const registrations: Registrations =
    managed === undefined
      ? { kind: 'simulated', random: Random.stream(files.seed, 'real-fleet/registration') }
      : { kind: 'listed', byId: managed.value.byId };
  const parties = rollCall(running, new RealSpecs(files.place, registrations));
  const workload = schedule(parties, Random.stream(files.seed, 'real-fleet/times'));
  return { ok: true, workload, notes: [...notes, ...(managed?.value.notes ?? [])], skipped };
}

/** Sorts the instances by source and divides them into bursts of equal size. Specs are created in that order. */
function rollCall(instances: readonly RealInstance[], specs: RealSpecs): Party[] {
  const sourced = instances.map((instance) => ({ instance, source: sourceOf(tagsOf(instance)) }));
  sourced.sort((a, b) => (a.source < b.source ? -1 : a.source > b.source ? 1 : 0));
  const burstSize = Math.max(BURST_SIZE_MIN, Math.ceil(sourced.length / BURSTS_MAX));
  const parties: (Party & { readonly specs: InstanceSpec[] })[] = [];
  for (const [index, { instance, source }] of sourced.entries()) {
    const startSeconds = Math.floor(index / burstSize) * BURST_PERIOD_SECONDS;
    const last = parties.at(-1);
    const spec = specs.create(instance);
    if (last?.source === source && last.startSeconds === startSeconds) last.specs.push(spec);
    else parties.push({ source, startSeconds, specs: [spec] });
  }
  return parties;
}
