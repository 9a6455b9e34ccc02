import { LocalCloud } from '../../../src/account/account.ts';
import type { InstanceSpec } from '../../../src/agent/instance-spec.ts';
import { isRecord } from '../../../src/core/is-record.ts';
import { accountId } from '../../accounts.ts';
import { spec } from '../ec2/pretend-world.ts';

export const region = 'eu-west-1';
export const group = 'web';
export const hook = 'gate';
const templateId = 'lt-00000000000000001';

/** An account with a group, and what a test asks of it. */
export class ScalingBench {
  readonly cloud = new LocalCloud({ partition: 'aws', region, accountId, seed: 1, startMs: 0 });
  /** The details of the events of waits, in order. */
  readonly events: Record<string, unknown>[] = [];

  constructor(changes: Partial<InstanceSpec> = {}) {
    this.cloud.autoScaling.templates.declare({ id: templateId, name: 'web', spec: spec(changes) });
    this.cloud.faults = {
      transit: ({ detail }) => {
        if (isRecord(detail) && 'LifecycleActionToken' in detail) this.events.push({ ...detail });
        return undefined;
      },
    };
  }

  /** Calls an operation as an administrator. @throws ServiceError. */
  call(name: string, input: object): unknown {
    const outcome = this.cloud.gateway.call(
      { service: 'auto-scaling', name, input },
      { kind: 'administrator' },
    );
    if ('refusal' in outcome) throw outcome.refusal;
    return outcome;
  }

  /** Makes the group, empty. */
  createGroup(changes: object = {}): void {
    this.call('CreateAutoScalingGroup', {
      ...{ AutoScalingGroupName: group, MinSize: 0, MaxSize: 4, AvailabilityZones: [`${region}a`] },
      ...{ LaunchTemplate: { LaunchTemplateId: templateId }, ...changes },
    });
  }

  /** Gives it a launch hook of 300 seconds. */
  putHook(changes: object = {}): void {
    this.call('PutLifecycleHook', {
      ...{ AutoScalingGroupName: group, LifecycleHookName: hook, HeartbeatTimeout: 300 },
      ...{ LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING', ...changes },
    });
  }

  scaleTo(DesiredCapacity: number): void {
    this.call('SetDesiredCapacity', { AutoScalingGroupName: group, DesiredCapacity });
  }

  /** Completes the latest wait, or the one of a token. */
  complete(
    LifecycleActionResult: string,
    LifecycleActionToken = this.events.at(-1)?.['LifecycleActionToken'],
  ): void {
    this.call('CompleteLifecycleAction', {
      ...{ AutoScalingGroupName: group, LifecycleHookName: hook },
      ...{ LifecycleActionResult, LifecycleActionToken },
    });
  }

  heartbeat(): void {
    const LifecycleActionToken = this.events.at(-1)?.['LifecycleActionToken'];
    this.call('RecordLifecycleActionHeartbeat', {
      ...{ AutoScalingGroupName: group, LifecycleHookName: hook, LifecycleActionToken },
    });
  }

  /** The states of the instances, in the order of their launch. */
  get states(): string[] {
    const { members } = this.cloud.autoScaling.groups.get(group);
    return [...members.values()].map(({ state }) => state);
  }

  /** Lets virtual seconds pass. */
  async pass(seconds: number): Promise<void> {
    await this.cloud.pass(seconds);
  }
}
