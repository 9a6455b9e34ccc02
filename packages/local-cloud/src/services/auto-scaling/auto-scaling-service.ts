import type { Host } from '../../core/host.ts';
import type { Service } from '../../core/service.ts';
import type { VpcNetwork } from '../ec2/vpc-network.ts';
import { autoScalingOperations } from './auto-scaling-operations.ts';
import { LaunchTemplates } from './launch-templates.ts';
import { type ActivityPorts, ScalingActivities } from './scaling-activities.ts';
import { ScalingGroups } from './scaling-groups.ts';

/** The ports of Auto Scaling. */
export interface AutoScalingPorts extends Omit<ActivityPorts, 'templates'> {
  readonly network: VpcNetwork;
}

/** Auto Scaling, as far as a launch hook and a warm pool need it: it scales out, and replaces what is lost. */
export class AutoScaling implements Service {
  readonly name = 'auto-scaling';
  readonly operations: ReturnType<typeof autoScalingOperations>;
  readonly groups = new ScalingGroups();
  /** Whoever tests declares what groups launch. */
  readonly templates = new LaunchTemplates();

  constructor(host: Host, { network, ...ports }: AutoScalingPorts) {
    const { groups, templates } = this;
    const activities = new ScalingActivities(host, { ...ports, templates });
    this.operations = autoScalingOperations({ host, groups, templates, activities, network });
  }
}
