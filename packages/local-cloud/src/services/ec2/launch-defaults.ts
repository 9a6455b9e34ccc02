import type { Registration } from '../../agent/instance-spec.ts';

/** What launches from outside get when the call does not say. */
export interface LaunchDefaults {
  readonly vpcId: string;
  readonly subnetId: string;
  /** The agent's version on launched instances. */
  readonly agentVersion: string;
  /**
   * Whether the account has Default Host Management, so that an instance without a profile registers all the same.
   * An account begins without it.
   */
  readonly hasDefaultHostManagement: boolean;
  /** When the agent of an image that has one registers. */
  readonly registration: Registration;
}
