import type { AutoScalingGroupNamesType, AutoScalingGroupsType } from '@aws-sdk/client-auto-scaling';
import { takePage } from '../../../core/page.ts';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { type AutoScalingWorld, onAll } from '../auto-scaling-world.ts';
import { pageOf, renderGroup } from '../render-group.ts';

/** DescribeAutoScalingGroups: names that nothing has are left out. */
export function describeAutoScalingGroups({
  groups,
  templates,
}: AutoScalingWorld): Operation<AutoScalingGroupNamesType, AutoScalingGroupsType> {
  return {
    authorize: () => onAll('DescribeAutoScalingGroups'),
    run(input) {
      refuseMembers('DescribeAutoScalingGroups', input, ['Filters']);
      const { AutoScalingGroupNames: names = [], IncludeInstances: hasInstances = true } = input;
      const found = groups.all.filter(
        ({ name, arn }) => names.length === 0 || names.includes(name) || names.includes(arn),
      );
      const { page, next } = takePage(found, ...pageOf(input, [names, hasInstances]));
      return {
        AutoScalingGroups: page.map((group) =>
          renderGroup(group, templates.get(group.templateId), hasInstances),
        ),
        ...next,
      };
    },
  };
}
