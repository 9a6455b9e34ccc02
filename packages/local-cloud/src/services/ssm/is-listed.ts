import type { Instance } from '../ec2/ec2-instance.ts';

/** Whether Systems Manager lists the instance: it has registered, and has not been stopped or terminated since. */
export function isListed(instance: Instance, nowMs: number): boolean {
  return (
    instance.agent.isRegistered(nowMs) && instance.state !== 'stopped' && instance.state !== 'terminated'
  );
}
