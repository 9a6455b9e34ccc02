import type { Fleet } from '../shared/clients/fleet/fleet-client.ts';
import type { OutsideNodes } from '../shared/clients/fleet/outside-nodes.ts';
import type { InstanceTagging } from '../shared/clients/fleet/tag-instances.ts';
import type { OutsideTagging } from '../shared/clients/fleet/tag-outside-nodes.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { Log } from '../shared/runtime/log.ts';
import { planMarks, planOutsideMarks } from './plan-marks.ts';

/** What marking needs from outside. */
export interface MarkPorts {
  readonly fleet: Fleet;
  readonly instances: InstanceTagging;
  readonly outside: OutsideNodes;
  readonly outsideTagging: OutsideTagging;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Gives every node the mark that it should have, and returns how many could not get it. Nodes of EMR lose theirs first:
 * when the call stops half-way, too few are marked, and not too many.
 */
export async function markNodes(ports: MarkPorts, tag: string): Promise<number> {
  const { fleet, instances, outside, outsideTagging, clock, log } = ports;
  const described = await fleet.describeAll();
  const plan = planMarks({ instances: described.values(), tag, nowMs: clock.now() });
  const kept = await instances.remove([tag], plan.toUnmark);
  const refused = new Map(kept);
  let marked = 0;
  const mark = async (toMark: typeof plan.toMark, set: InstanceTagging['set']) => {
    for (const [value, ids] of toMark) {
      for (const [id, code] of await set({ [tag]: value }, ids)) refused.set(id, code);
      marked += ids.length;
    }
  };
  await mark(plan.toMark, instances.set);
  await mark(planOutsideMarks(await outside.list(), tag), outsideTagging.set);
  for (const [instanceId, code] of refused) log.error('not marked', { instanceId, code });
  log.info('marked', {
    ...{ marked: marked - (refused.size - kept.size), unmarked: plan.toUnmark.length - kept.size },
    ...{ tooYoung: plan.tooYoung.length, refused: refused.size },
  });
  return refused.size;
}
