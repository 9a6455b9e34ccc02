import type { Fleet } from '../shared/clients/fleet/fleet-client.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { InstanceMarks } from './instance-marks-client.ts';
import type { NodeMarks } from './node-marks-client.ts';
import { planMarks } from './plan-marks.ts';

/** What marking needs from outside. */
export interface MarkPorts {
  readonly fleet: Fleet;
  readonly instanceMarks: InstanceMarks;
  readonly nodeMarks: NodeMarks;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Gives every node the mark that it should have, and returns how many could not get it. Nodes of EMR lose theirs first:
 * when the call stops half-way, too few are marked, and not too many.
 */
export async function markNodes(ports: MarkPorts, tag: string): Promise<number> {
  const { fleet, instanceMarks, nodeMarks, clock, log } = ports;
  const instances = await fleet.describeAll();
  const plan = planMarks({ instances: instances.values(), tag, nowMs: clock.now() });
  const kept = await instanceMarks.remove(plan.toUnmark);
  const refused = new Map(kept);
  let marked = 0;
  for (const [mark, ids] of plan.toMark) {
    for (const [id, code] of await instanceMarks.set(mark, ids)) refused.set(id, code);
    marked += ids.length;
  }
  const nodes = await nodeMarks.mark();
  for (const [id, code] of nodes.refused) refused.set(id, code);
  for (const [instanceId, code] of refused) log.error('not marked', { instanceId, code });
  log.info('marked', {
    ...{
      marked: marked + nodes.marked - (refused.size - kept.size),
      unmarked: plan.toUnmark.length - kept.size,
    },
    ...{ tooYoung: plan.tooYoung.length, refused: refused.size },
  });
  return refused.size;
}
