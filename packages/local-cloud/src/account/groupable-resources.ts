import type { Place } from '../core/host.ts';
import type { Ec2 } from '../services/ec2/ec2.ts';
import { taggedResources } from '../services/ec2/launched-resources.ts';
import type { TaggedResource } from '../services/resource-groups/tagged-resource.ts';

/** Requests for spot instances are no resources that a group can have. */
const types = { instance: 'AWS::EC2::Instance', volume: 'AWS::EC2::Volume' } as const;

/** What a resource group can find by its tags: instances, as long as EC2 shows them, and their volumes. */
export function* groupableResources(
  { partition, region, accountId, ec2 }: Place & { readonly ec2: Pick<Ec2, 'fleet'> },
  nowMs: number,
): Generator<TaggedResource> {
  for (const instance of ec2.fleet.from(0)) {
    if (instance.visibleFromMs > nowMs) continue;
    for (const { id, type, tags } of taggedResources(instance, nowMs))
      if (type !== 'spot-instances-request')
        yield { arn: `arn:${partition}:ec2:${region}:${accountId}:${type}/${id}`, type: types[type], tags };
  }
}
