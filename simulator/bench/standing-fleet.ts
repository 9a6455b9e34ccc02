import type { Instance, InstanceSpec, LocalCloud } from 'local-cloud';
import { fleetOfRows } from '../fleet/fleet-of-rows.ts';
import type { GroupRow } from '../fleet/fleet-units.ts';
import type { LocalApplication } from '../run/deploy-application.ts';
import { scanItems } from '../run/roster-rows.ts';
import type { Launched } from '../run/run-workload.ts';

/** What stands: kind, name, platform, architecture, parts, minutes of the bursts. */
const rows = [
  ['asg', 'web', 'amazonLinux2023', 'arm64', 150, [0]],
  ['asg', 'api', 'ubuntu2204', 'x86_64', 120, [0]],
  ['asg', 'worker', 'amazonLinux2', 'x86_64', 110, [0]],
  ['asg', 'billing', 'rhel9', 'x86_64', 60, [0]],
  ['asg', 'shop', 'windowsServer2022', 'x86_64', 70, [0]],
  ['emr', 'analytics', 'amazonLinux2', 'x86_64', 80, [0]],
  ['eks', 'shop/general', 'amazonLinux2023', 'x86_64', 100, [0]],
  ['ecs', 'batch', 'amazonLinux2', 'x86_64', 60, [0]],
  ['standalone', 'bastion', 'amazonLinux2', 'arm64', 20, [0]],
] as const satisfies readonly GroupRow[];

/** How many instances one call launches. */
const launchSize = 100;
/** By now the instances that are launched really are onboarded. */
const onboardedMs = 40 * 60_000;
/** By now every instance has registered. */
const registeredMs = 15 * 60_000;

/**
 * A fleet in which everybody is onboarded. One instance of each kind is launched and onboarded as usual. Of the others
 * nobody hears: their entries are copies, which takes a tenth of the time.
 */
export async function standFleet(
  { cloud, rosterTableName }: Pick<LocalApplication, 'cloud' | 'rosterTableName'>,
  { launches, seed }: { readonly launches: number; readonly seed: number },
): Promise<readonly Launched[]> {
  const normal = { parts: 0, where: [] };
  const workload = fleetOfRows(
    { rows, fates: [], normal },
    { launches, seed, place: cloud, name: 'standing-fleet' },
  );
  const firsts = new Map(workload.map((launch) => [launch.spec, launch]));
  const others = workload.filter((launch) => firsts.get(launch.spec) !== launch);
  const samples = cloud.ec2.fleet.launch([...firsts.keys()]);
  await pass(cloud, onboardedMs);
  const { faults } = cloud;
  cloud.faults = { ...faults, transit: ({ source }) => (source === 'aws.ec2' ? [] : undefined) };
  const copies: Instance[] = [];
  for (let first = 0; first < others.length; first += launchSize)
    copies.push(...cloud.ec2.fleet.launch(others.slice(first, first + launchSize).map(({ spec }) => spec)));
  copyEntries(cloud, rosterTableName, { samples, copies });
  await pass(cloud, registeredMs);
  cloud.faults = faults;
  const launched = [...samples, ...copies];
  return launched.flatMap((instance) => {
    const launch = firsts.get(instance.spec);
    return launch === undefined ? [] : [{ instance, launch }];
  });
}

/** Writes the entry of each copy: that of the sample of its kind, with its own id and start. */
function copyEntries(
  cloud: LocalCloud,
  TableName: string,
  { samples, copies }: { readonly samples: readonly Instance[]; readonly copies: readonly Instance[] },
): void {
  const items = new Map(scanItems(cloud, TableName).map((item) => [item['instanceId']?.S, item]));
  const itemOf = new Map<InstanceSpec, ReturnType<typeof scanItems>[number] | undefined>(
    samples.map(({ id, spec }) => [spec, items.get(id)]),
  );
  for (const { id, spec, launchedAtMs } of copies) {
    const Item = { ...itemOf.get(spec), instanceId: { S: id }, launchedAt: { N: String(launchedAtMs) } };
    cloud.dynamodb.operations.PutItem.run({ TableName, Item }, cloud.administrator());
  }
}

function pass(cloud: LocalCloud, ms: number): Promise<void> {
  return cloud.loop.run({ untilMs: cloud.timeline.nowMs + ms });
}
