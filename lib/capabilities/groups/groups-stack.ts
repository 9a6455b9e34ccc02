import { Stack } from 'aws-cdk-lib';
import { CfnGroup } from 'aws-cdk-lib/aws-resourcegroups';
import { Construct } from 'constructs';
import { physicalGroupName } from '../../configuration/targets.ts';
import { type TargetPlace, tagsOf } from '../associations/association.ts';
import type { CapabilityProps } from '../capability.ts';
import type { GroupSettings, GroupsSettings } from './groups-schema.ts';

/** What Systems Manager can reach: EC2 instances, and machines registered by an activation. */
const resourceTypeFilters = ['AWS::EC2::Instance', 'AWS::SSM::ManagedInstance'];

/** Resource groups: targets of windows, associations and roll-outs. */
export class GroupsStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<GroupsSettings>) {
    super(scope, id, props);
    for (const [name, group] of Object.entries(own)) {
      // A scope of its own: ids at the top level lose their dashes, so web-app and webapp would be the same.
      new CfnGroup(new Construct(this, name), 'Group', {
        name: physicalGroupName(settings.names.prefix, name),
        ...(group.description === undefined ? {} : { description: group.description }),
        resourceQuery: queryOf(group, settings),
      });
    }
  }
}

function queryOf(group: GroupSettings, place: TargetPlace): CfnGroup.ResourceQueryProperty {
  const { stack } = group;
  if (stack !== undefined)
    return {
      type: 'CLOUDFORMATION_STACK_1_0',
      query: { resourceTypeFilters: ['AWS::EC2::Instance'], stackIdentifier: stack },
    };
  const tagFilters = Object.entries(tagsOf(group, place)).map(([key, values]) => ({
    key,
    values: [...values],
  }));
  return { type: 'TAG_FILTERS_1_0', query: { resourceTypeFilters, tagFilters } };
}
