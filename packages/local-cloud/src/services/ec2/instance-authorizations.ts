import { tagConditions } from '../../core/iam/tag-conditions.ts';
import type { Authorization } from '../../core/service.ts';
import type { Ec2World } from './ec2-world.ts';

/** One authorization for each instance in a call, with its tags as condition keys. */
export function instanceAuthorizations(
  { fleet, host }: Ec2World,
  request: { readonly action: string; readonly ids: readonly string[] | undefined; readonly nowMs: number },
): Authorization[] {
  const { partition, region, accountId } = host;
  return (request.ids ?? []).map((id) => ({
    action: request.action,
    resource: `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`,
    conditions: {
      'ec2:Region': region,
      ...tagConditions(fleet.find(id)?.tags(request.nowMs) ?? {}, ['aws:ResourceTag', 'ec2:ResourceTag']),
    },
  }));
}
