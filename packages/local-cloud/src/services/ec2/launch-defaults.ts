import type { Registration } from '../../agent/instance-spec.ts';

/** Defaults for launches through the API. */
export interface LaunchDefaults {
  readonly vpcId: string;
  readonly subnetId: string;
  /** The version of the agent on launched instances. */
  readonly agentVersion: string;
  /**
   * Whether the account has Default Host Management, with which an instance without a profile registers too. A new
   * account does not have it.
   */
  readonly hasDefaultHostManagement: boolean;
  /** The registration of an instance whose image has an agent. */
  readonly registration: Registration;
}
