import type { InstanceTags } from '../shared/clients/fleet/instance-tags.ts';
import type { NodeTags } from '../shared/clients/fleet/node-tags.ts';
import type { InstanceTagging } from '../shared/clients/fleet/tag-instances.ts';
import type { OutsideTagging } from '../shared/clients/fleet/tag-outside-nodes.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { Tags } from '../shared/domain/fleet/instance.ts';
import { isOutside } from '../shared/domain/fleet/outside.ts';
import { type Marker, markerSinceTag, markerTag } from '../shared/domain/inventory/marker.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { Inventory } from './inventory-client.ts';
import { findOpenNodes, type MarkerCensus, type MarkerPlan, planMarkers } from './plan-markers.ts';

/** What marking needs from outside. */
export interface MarkerPorts {
  readonly inventory: Inventory;
  readonly instanceTags: InstanceTags;
  readonly instances: InstanceTagging;
  readonly nodeTags: NodeTags;
  readonly outside: OutsideTagging;
  readonly clock: Clock;
  readonly log: Log;
}

/** The markers, and what the keys of their tags begin with. */
export interface MarkerSettings {
  readonly prefix: string;
  readonly markers: readonly Marker[];
}

/** An instance that a service of AWS manages: that service alone may tag it. */
const ofService = 'OperationNotPermitted';

/** Brings the tags of the markers in step with the inventory, and returns how many nodes could not get theirs. */
export async function markInstalled(ports: MarkerPorts, settings: MarkerSettings): Promise<number> {
  const { inventory, log } = ports;
  const census = await takeCensus(ports, settings);
  const captures = await inventory.describeCaptures(findOpenNodes(census));
  const plan = planMarkers(census, captures);
  const answers = await write(ports, plan);
  const refused = [...answers].filter(([, code]) => code !== ofService);
  for (const [instanceId, code] of refused) log.error('not marked', { instanceId, code });
  log.info('marked', {
    ...{ nodes: census.nodeIds.size, changes: Object.fromEntries(plan.reasons) },
    ...{ unknown: plan.unknown.length, refused: refused.length, ofServices: answers.size - refused.length },
  });
  if (plan.unknown.length > 0)
    log.warn('inventory does not know the applications of nodes', { examples: plan.unknown.slice(0, 10) });
  return refused.length;
}

async function takeCensus(ports: MarkerPorts, { prefix, markers }: MarkerSettings): Promise<MarkerCensus> {
  const nodeIds = await ports.inventory.listNodes();
  const holders = new Map<string, ReadonlySet<string>>();
  for (const { name, applications } of markers)
    holders.set(name, await ports.inventory.listHolders(applications));
  const keys = markers.flatMap(({ name }) => [markerTag(prefix, name), markerSinceTag(prefix, name)]);
  const ofInstances = await ports.instanceTags.list(keys, []);
  const ofOthers = [...nodeIds].some(isOutside) ? await ports.nodeTags.list() : [];
  const tags = new Map<string, Tags>([...ofInstances, ...ofOthers]);
  return { prefix, markers, nodeIds, holders, tags, nowMs: ports.clock.now() };
}

async function write({ instances, outside }: MarkerPorts, plan: MarkerPlan): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  for (const { tags, nodeIds } of plan.writes) {
    const ofInstances = await instances.set(
      tags,
      nodeIds.filter((id) => !isOutside(id)),
    );
    const ofOthers = await outside.set(tags, nodeIds.filter(isOutside));
    for (const [id, code] of [...ofInstances, ...ofOthers]) refused.set(id, code);
  }
  return refused;
}
