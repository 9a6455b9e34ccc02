import type { DescribeWarmPoolAnswer, DescribeWarmPoolType } from '@aws-sdk/client-auto-scaling';
import { takePage } from '../../../core/page.ts';
import type { Operation } from '../../../core/service.ts';
import { type AutoScalingWorld, onAll } from '../auto-scaling-world.ts';
import { pageOf, renderMember, renderPool } from '../render-group.ts';
import { isWarmed } from '../scaling-group.ts';

/** DescribeWarmPool: the pool of a group and its instances. */
export function describeWarmPool({
  groups,
  templates,
}: AutoScalingWorld): Operation<DescribeWarmPoolType, DescribeWarmPoolAnswer> {
  return {
    authorize: () => onAll('DescribeWarmPool'),
    run(input) {
      const group = groups.get(input.AutoScalingGroupName ?? '');
      const members = [...group.members.values()].filter(({ state }) => isWarmed(state));
      const { page, next } = takePage(members, ...pageOf(input, [group.name]));
      const template = templates.get(group.templateId);
      return {
        ...(group.warmPool === undefined ? {} : { WarmPoolConfiguration: renderPool(group.warmPool) }),
        Instances: page.map((member) => renderMember(member, template)),
        ...next,
      };
    },
  };
}
