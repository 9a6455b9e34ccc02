import type { Agent } from '../../../agent/agent.ts';
import type { MachineSpec, Tags } from '../../../agent/instance-spec.ts';
import type { Place } from '../../../core/host.ts';

/** What Systems Manager sends commands to: an instance, or a machine outside EC2. */
export interface ManagedNode {
  /** `i-...` or `mi-...`. */
  readonly id: string;
  readonly spec: MachineSpec;
  readonly agent: Agent;
  /** Whether it is ending or has ended, or is no longer registered: no command reaches it any more. */
  readonly isOver: boolean;
  /** The number of scripts that have run on it. */
  scriptsRun: number;
  /** Its tags at `nowMs`. */
  tags(nowMs: number): Tags;
}

/** The ARN of a node: that of its instance, or one of Systems Manager's. */
export function nodeArn({ partition, region, accountId }: Place, nodeId: string): string {
  return nodeId.startsWith('mi-')
    ? `arn:${partition}:ssm:${region}:${accountId}:managed-instance/${nodeId}`
    : `arn:${partition}:ec2:${region}:${accountId}:instance/${nodeId}`;
}
