import { ServiceError } from '../../core/service.ts';
import type { Instance } from './ec2-instance.ts';
import type { Fleet } from './instance-fleet.ts';

/**
 * Finds the instances of an EC2 call by id. One malformed or unknown id fails the whole call. With `visibleAtMs`, an id
 * that is not visible yet counts as unknown, as on AWS.
 */
export function findInstances(fleet: Fleet, ids: readonly string[], visibleAtMs?: number): Instance[] {
  if (ids.includes(''))
    throw new ServiceError('MissingParameter', 'The request must contain the parameter InstanceId');
  const malformed = ids.find((id) => !/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id));
  if (malformed !== undefined)
    throw new ServiceError('InvalidInstanceID.Malformed', `Invalid id: "${malformed}"`);
  const unknown: string[] = [];
  const found = [...new Set(ids)].flatMap((id) => {
    const instance = fleet.find(id);
    if (instance !== undefined && (visibleAtMs === undefined || instance.visibleFromMs <= visibleAtMs))
      return [instance];
    unknown.push(id);
    return [];
  });
  if (unknown.length === 0) return found;
  const text =
    unknown.length === 1
      ? `The instance ID '${unknown[0]}' does`
      : `The instance IDs '${unknown.join(', ')}' do`;
  throw new ServiceError('InvalidInstanceID.NotFound', `${text} not exist`);
}
