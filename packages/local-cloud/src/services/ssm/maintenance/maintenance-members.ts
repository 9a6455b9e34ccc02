import { isRecord } from '../../../core/is-record.ts';
import type { Principal, ServiceError } from '../../../core/service.ts';
import { targetedInstances } from '../commands/choose-instances.ts';
import type { MaintenanceOffice } from './maintenance-office.ts';
import type { WindowTarget } from './maintenance-window.ts';

/**
 * The ids of the managed instances that a target of a window finds now, or why it may not look. A resource group is
 * resolved with the role of the task; of its members only managed instances count.
 */
export function findMembers(
  { nodes, host, ports }: MaintenanceOffice,
  { resourceType, targets }: WindowTarget,
  principal: Principal,
): readonly string[] | ServiceError {
  const { nowMs } = host.timeline;
  if (resourceType === 'INSTANCE' && targets[0]?.Key !== 'InstanceIds')
    return targetedInstances(nodes, targets, nowMs).map(({ id }) => id);
  if (resourceType === 'INSTANCE') return targets[0]?.Values ?? [];
  const managed = new Set(targetedInstances(nodes, [], nowMs).map(({ id }) => id));
  const members: string[] = [];
  let NextToken: string | undefined;
  do {
    const input = { Group: targets[0]?.Values?.[0] ?? '', ...(NextToken === undefined ? {} : { NextToken }) };
    const asked = { service: 'resource-groups', name: 'ListGroupResources', input };
    const listed = ports.call(principal, asked);
    if ('refusal' in listed) return listed.refusal;
    const answer = isRecord(listed.answer) ? listed.answer : {};
    for (const each of [answer['ResourceIdentifiers'] ?? []].flat())
      if (isRecord(each)) members.push(String(each['ResourceArn']).split('/').at(-1) ?? '');
    NextToken = typeof answer['NextToken'] === 'string' ? answer['NextToken'] : undefined;
  } while (NextToken !== undefined);
  return members.filter((id) => managed.has(id));
}
