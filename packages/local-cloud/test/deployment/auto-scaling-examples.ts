import type { LocalCloud } from '../../src/account/account.ts';
import { spec } from '../services/ec2/pretend-world.ts';
import type { TypeExample } from './managed-examples.ts';

/** Groups that exist before the stack. */
function createGroups(cloud: LocalCloud): void {
  const { autoScaling } = cloud;
  autoScaling.templates.declare({ id: 'lt-1', name: 'node', spec: spec() });
  for (const AutoScalingGroupName of ['web', 'jobs'])
    autoScaling.operations.CreateAutoScalingGroup.run(
      {
        ...{ AutoScalingGroupName, MinSize: 0, MaxSize: 1, AvailabilityZones: ['eu-west-1a'] },
        LaunchTemplate: { LaunchTemplateName: 'node' },
      },
      cloud.administrator(),
    );
}

/** The types of Auto Scaling. */
export const autoScalingExamples: readonly TypeExample[] = [
  {
    type: 'AWS::AutoScaling::LifecycleHook',
    before: createGroups,
    properties: {
      AutoScalingGroupName: 'web',
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
    },
    changed: { HeartbeatTimeout: 60, DefaultResult: 'CONTINUE' },
    replaced: { AutoScalingGroupName: 'jobs' },
    named: { LifecycleHookName: 'own' },
  },
];
