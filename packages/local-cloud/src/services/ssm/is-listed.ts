import type { Instance } from '../ec2/ec2-instance.ts';

/** Whether Systems Manager lists the instance: registered once, and neither stopped nor terminated since. */
export function isListed(instance: Instance, nowMs: number): boolean {
  return (
    instance.agent.isRegistered(nowMs) && instance.state !== 'stopped' && instance.state !== 'terminated'
  );
}
