import type { Place } from '../core/host.ts';
import type { TaggedResource } from '../core/tagged-resource.ts';
import type { Ec2 } from '../services/ec2/ec2.ts';
import { taggedResources } from '../services/ec2/launched-resources.ts';
import { nodeArn } from '../services/ssm/nodes/managed-node.ts';
import type { Ssm } from '../services/ssm/ssm.ts';

/** Requests for spot instances are no resources that a group can have. */
const types = { instance: 'AWS::EC2::Instance', volume: 'AWS::EC2::Volume' } as const;

/** The account whose resources are found. */
type Account = Place & { readonly ec2: Pick<Ec2, 'fleet'>; readonly ssm: Pick<Ssm, 'machines'> };

/**
 * What a resource group can find by its tags: instances, as long as EC2 shows them, their volumes, and machines outside
 * EC2.
 */
export function* groupableResources(account: Account, nowMs: number): Generator<TaggedResource> {
  const { partition, region, accountId, ec2 } = account;
  for (const instance of ec2.fleet.from(0)) {
    if (instance.visibleFromMs > nowMs) continue;
    for (const { id, type, tags } of taggedResources(instance, nowMs))
      if (type !== 'spot-instances-request')
        yield { arn: `arn:${partition}:ec2:${region}:${accountId}:${type}/${id}`, type: types[type], tags };
  }
  yield* taggedMachines(account);
}

/** The machines outside EC2 that have a tag, or had one. */
export function* taggedMachines(account: Place & Pick<Account, 'ssm'>): Generator<TaggedResource> {
  for (const machine of account.ssm.machines.from(0)) {
    const tags = machine.tags();
    if (Object.keys(tags).length > 0 || machine.tagVersion > 0)
      yield { arn: nodeArn(account, machine.id), type: 'AWS::SSM::ManagedInstance', tags };
  }
}
