/** An instance that waits for the launch hook of its group. Times are epoch milliseconds. */
export interface Hold {
  /** What tells this wait from all others of the instance. */
  readonly token: string;
  readonly groupName: string;
  readonly hookName: string;
  readonly instanceId: string;
  /** Where it comes from and where it goes, as Auto Scaling says: `EC2`, `WarmPool`, `AutoScalingGroup`. */
  readonly origin: string;
  readonly destination: string;
  readonly startedAt: number;
  /** When Auto Scaling last heard of it: the start, or the last heartbeat. */
  readonly heartbeatAt: number;
}
