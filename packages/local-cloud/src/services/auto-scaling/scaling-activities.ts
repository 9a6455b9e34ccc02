import type { Host, ServiceEvent } from '../../core/host.ts';
import type { Instance } from '../ec2/ec2-instance.ts';
import type { Fleet } from '../ec2/instance-fleet.ts';
import type { LaunchTemplates } from './launch-templates.ts';
import { LifecycleActions } from './lifecycle/lifecycle-actions.ts';
import { isWarmed, type Member, ofGroup, ofPool, poolSize, type ScalingGroup } from './scaling-group.ts';

/** What launches and ends instances of groups. */
export interface ActivityPorts {
  readonly fleet: Fleet;
  readonly templates: LaunchTemplates;
  readonly emit: (event: ServiceEvent) => void;
}

/**
 * Brings groups to their size: it takes instances from the warm pool first, and launches the rest. An instance is in
 * service once it runs and every launch hook lets it go on.
 */
export class ScalingActivities {
  readonly actions: LifecycleActions;
  readonly #host: Host;
  readonly #ports: ActivityPorts;
  readonly #groupOf = new Map<string, ScalingGroup>();

  constructor(host: Host, ports: ActivityPorts) {
    this.#host = host;
    this.#ports = ports;
    this.actions = new LifecycleActions(host, ports.emit, {
      proceed: (group, member) => this.#proceed(group, member),
      abandon: (group, member) => this.#terminate(group, member),
    });
    ports.fleet.watch((instance) => this.#changed(instance));
  }

  /** Launches what a group and its warm pool lack. */
  balance(group: ScalingGroup): void {
    if (group.isDeleted) return;
    for (let lacking = group.desired - ofGroup(group).length; lacking > 0; lacking--) {
      const warmed = ofPool(group).find(
        ({ state }) => state === 'Warmed:Stopped' || state === 'Warmed:Running',
      );
      if (warmed === undefined) this.#launch(group, 'AutoScalingGroup');
      else this.#takeFromPool(group, warmed);
    }
    for (let lacking = poolSize(group) - ofPool(group).length; lacking > 0; lacking--)
      this.#launch(group, 'WarmPool');
  }

  /** Ends a group with all its instances, and whatever they wait for. */
  dissolve(group: ScalingGroup): void {
    group.isDeleted = true;
    for (const member of group.members.values()) this.#terminate(group, member);
  }

  #launch(group: ScalingGroup, destination: 'AutoScalingGroup' | 'WarmPool'): void {
    const { spec } = this.#ports.templates.get(group.templateId);
    const tags = { ...spec.tags, 'aws:autoscaling:groupName': group.name };
    const [instance] = this.#ports.fleet.launch([{ ...spec, ...group.place, tags }]);
    if (instance === undefined) throw new Error('one spec launches one instance');
    const state = destination === 'WarmPool' ? 'Warmed:Pending' : 'Pending';
    group.members.set(instance.id, { instance, state, origin: 'EC2', destination });
    this.#groupOf.set(instance.id, group);
  }

  #takeFromPool(group: ScalingGroup, member: Member): void {
    const isRunning = member.state === 'Warmed:Running';
    Object.assign(member, { state: 'Pending', origin: 'WarmPool', destination: 'AutoScalingGroup' });
    if (isRunning) this.#wait(group, member);
    else this.#ports.fleet.start(member.instance);
  }

  #changed(instance: Instance): void {
    const group = this.#groupOf.get(instance.id);
    const member = group?.members.get(instance.id);
    if (group === undefined || member === undefined) return;
    const { state } = instance;
    if (state === 'running') {
      if (member.state === 'Pending' || member.state === 'Warmed:Pending') this.#wait(group, member);
    } else if (state === 'terminated') this.#forget(group, member);
    else if (state === 'stopped' && member.state === 'Warmed:Pending:Proceed')
      member.state = 'Warmed:Stopped';
    else if (state === 'shutting-down' || (state === 'stopping' && !isWarmed(member.state)))
      this.#terminate(group, member);
  }

  #wait(group: ScalingGroup, member: Member): void {
    member.state = isWarmed(member.state) ? 'Warmed:Pending:Wait' : 'Pending:Wait';
    this.#trace(group, member);
    const hooks = [...group.hooks.values()];
    for (const hook of hooks) this.actions.begin(group, member, hook);
    if (hooks.length === 0) this.#proceed(group, member);
  }

  #proceed(group: ScalingGroup, member: Member): void {
    const { instance } = member;
    if (!isWarmed(member.state)) member.state = 'InService';
    else if (group.warmPool?.state === 'Running') member.state = 'Warmed:Running';
    else {
      member.state = 'Warmed:Pending:Proceed';
      this.#ports.fleet.stop(instance);
    }
    this.#trace(group, member);
  }

  /** An instance that is lost, or given up, is terminated, and another one takes its place. */
  #terminate(group: ScalingGroup, member: Member): void {
    if (member.state === 'Terminating' || member.state === 'Warmed:Terminating') return;
    member.state = isWarmed(member.state) ? 'Warmed:Terminating' : 'Terminating';
    this.actions.cancel(member);
    this.#trace(group, member);
    this.#ports.fleet.terminate(member.instance);
    this.balance(group);
  }

  #trace({ name: group }: ScalingGroup, { instance, state }: Member): void {
    this.#host.trace('autoscaling.state', { instance: instance.id, group, state });
  }

  #forget(group: ScalingGroup, { instance }: Member): void {
    group.members.delete(instance.id);
    this.#groupOf.delete(instance.id);
  }
}
