import type { Host } from '../../core/host.ts';
import type { Instance } from './ec2-instance.ts';
import type { Fleet } from './instance-fleet.ts';
import type { InstanceProfiles } from './instance-profiles.ts';

/** How long an agent may go on with credentials of a profile that is gone, in milliseconds. Assumed. */
const CREDENTIALS_LAST_MS = [3_600_000, 6 * 3_600_000] as const;

/** Profiles that come to running instances and leave them, and what their agents make of it. */
export class ProfileChanges {
  readonly #host: Host;
  readonly #fleet: Fleet;
  readonly #profiles: InstanceProfiles;

  constructor(host: Host, fleet: Fleet, profiles: InstanceProfiles) {
    this.#host = host;
    this.#fleet = fleet;
    this.#profiles = profiles;
  }

  /** The agent of an instance that had no profile registers at its next attempt, if the role of this one lets it. */
  associate(instance: Instance, profileArn: string): void {
    instance.instanceProfileArn = profileArn;
    this.#fleet.changed(instance);
    this.#reconsider(instance, profileArn);
  }

  /** The agent goes on until its credentials expire, unless it had registered without a profile. */
  disassociate(instance: Instance): void {
    const { spec } = instance;
    instance.instanceProfileArn = undefined;
    const isFree = spec.instanceProfileArn === undefined && !('cause' in spec.registration);
    const lastsMs = this.#host.random('agent/access').integer(...CREDENTIALS_LAST_MS);
    if (!isFree) instance.takeAccess('no-instance-profile', this.#host.timeline.nowMs + lastsMs);
    this.#fleet.changed(instance);
  }

  /** The permissions of the role in a profile have changed. */
  permissionsChanged(profileArn: string): void {
    for (const instance of this.#fleet.from(0))
      if (instance.instanceProfileArn === profileArn) this.#reconsider(instance, profileArn);
  }

  #reconsider(instance: Instance, profileArn: string): void {
    const { nowMs } = this.#host.timeline;
    const isAllowed = this.#profiles.letsRegister(profileArn);
    if (isAllowed && instance.lacksAccess) {
      instance.giveAccess(nowMs, this.#host.random('agent/access'));
      this.#fleet.agentReturns(instance);
      this.#fleet.changed(instance);
    } else if (!isAllowed && (instance.lacksAccess || instance.agent.isUp(nowMs)))
      instance.takeAccess('no-permission', nowMs);
  }
}
