import { Agent } from '../../agent/agent.ts';
import type { InstanceSpec, Registration, Tags, UnmanagedCause } from '../../agent/instance-spec.ts';
import type { Random } from '../../core/random.ts';
import type { LaunchDetails } from './launch-details.ts';

/** The states of an instance with EC2's numbers for them. */
export const instanceStateCodes = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const;

/** The name of an instance state. */
export type InstanceStateName = keyof typeof instanceStateCodes;

/** Instances launched by one call. */
export interface Reservation {
  readonly reservationId: string;
  /** What the launch asked for, if it was one through the API. */
  readonly details?: LaunchDetails | undefined;
}

const NO_TAGS: Tags = {};

/**
 * One simulated instance. There may be a million, so it has fields and no closures, and instances launched alike share
 * one spec.
 */
export class Instance {
  readonly id: string;
  /** The position in launch order, which pages follow. */
  readonly sequence: number;
  readonly spec: InstanceSpec;
  readonly reservation: Reservation;
  readonly agent = new Agent();
  /** The agent under the id of a node, if it was registered by a hybrid activation. */
  readonly hybridAgent: Agent | undefined;
  state: InstanceStateName = 'pending';
  /** The latest start. EC2's `LaunchTime` changes when a stopped instance is started. */
  launchedAtMs: number;
  stateSinceMs: number;
  firstRunningMs = Number.POSITIVE_INFINITY;
  /** When it was launched for the first time. */
  readonly createdMs: number;
  readonly #invisibleMs: number;
  #tags: Tags;
  /** What is on it while the tags of its spec have not appeared yet. */
  #earlyTags: Tags = NO_TAGS;
  /** The number of scripts that have run. It decides which exit code of the spec's script comes next. */
  scriptsRun = 0;
  /** How often the tags have changed. */
  tagVersion = 0;
  /** The ARN of the profile that is associated now. */
  instanceProfileArn: string | undefined;
  /** Whether its metadata service wants a session token (`required`: IMDSv2). */
  httpTokens: 'optional' | 'required';
  /** How its agent registers, once that is no longer as the spec says. */
  #registration: Registration | undefined;

  constructor(
    spec: InstanceSpec,
    origin: {
      id: string;
      sequence: number;
      reservation: Reservation;
      launchedAtMs: number;
      /** How long Describe calls do not return it after the launch. EC2 is eventually consistent. */
      invisibleMs: number;
    },
  ) {
    this.spec = spec;
    this.id = origin.id;
    this.sequence = origin.sequence;
    this.reservation = origin.reservation;
    this.launchedAtMs = origin.launchedAtMs;
    this.stateSinceMs = origin.launchedAtMs;
    this.createdMs = origin.launchedAtMs;
    this.#invisibleMs = origin.invisibleMs;
    this.#tags = spec.tags;
    this.instanceProfileArn = spec.instanceProfileArn;
    this.httpTokens = spec.metadata?.httpTokens ?? 'required';
    const { registration } = spec;
    const isHybrid = 'cause' in registration && registration.cause === 'hybrid-registration';
    this.hybridAgent = isHybrid ? new Agent() : undefined;
  }

  /** The instance reached `running`, or boots anew. Decides when its agent sends its first ping. */
  boot(runningMs: number, random: Random): void {
    const times = { runningMs, firstRunningMs: this.firstRunningMs };
    const registration = this.#registration;
    if (registration === undefined) this.agent.boot(this.spec, times, random);
    else this.agent.boot({ ...this.spec, registration }, times, random);
    if (registration?.kind === 'never') this.agent.halt(runningMs);
    this.hybridAgent?.boot({ ...this.spec, registration: { kind: 'normal' } }, times, random);
    this.hybridAgent?.fallSilent(this.agent.upFromMs);
  }

  /** Whether nothing but a profile, or its permissions, keeps the agent from registering. */
  get lacksAccess(): boolean {
    const registration = this.#registration ?? this.spec.registration;
    if (registration.kind !== 'never') return false;
    return registration.cause === 'no-instance-profile' || registration.cause === 'no-permission';
  }

  /** The agent is allowed to register from now on, and does so at its next attempt. */
  giveAccess(nowMs: number, random: Random): void {
    this.#registration = { kind: 'normal' };
    if (this.state === 'running') this.agent.findCredentials(this.spec, nowMs, random);
  }

  /** The agent may not register any more. What it signs with is valid until `untilMs`. */
  takeAccess(cause: UnmanagedCause, untilMs: number): void {
    this.#registration = { kind: 'never', cause };
    this.agent.loseCredentials(untilMs);
  }

  /** The instance leaves `running`, or boots anew. */
  halt(nowMs: number): void {
    this.agent.halt(nowMs);
    this.hybridAgent?.halt(nowMs);
  }

  /** Whether it is shutting down or terminated. */
  get isOver(): boolean {
    return this.state === 'shutting-down' || this.state === 'terminated';
  }

  /** When Describe calls begin to return it. */
  get visibleFromMs(): number {
    return this.createdMs + this.#invisibleMs;
  }

  /** The tags as EC2 shows them at `nowMs`. */
  tags(nowMs: number): Tags {
    if (this.#isTagLagging(nowMs)) return this.#earlyTags;
    if (this.#earlyTags !== NO_TAGS) this.setTags({ ...this.#tags, ...this.#earlyTags });
    return this.#tags;
  }

  #isTagLagging(nowMs: number): boolean {
    return nowMs < this.createdMs + (this.spec.tagLagSeconds ?? 0) * 1000 && this.#tags === this.spec.tags;
  }

  /** Somebody changes the tags that are there at `nowMs`. Those of the spec that have not appeared yet come later. */
  retag(tags: Tags, nowMs: number): void {
    if (this.#isTagLagging(nowMs)) this.#earlyTags = tags;
    else this.setTags(tags);
  }

  /** Replaces the tags, without an event. */
  setTags(tags: Tags): void {
    this.#tags = tags;
    this.#earlyTags = NO_TAGS;
  }

  /** A private address that depends on the id alone. */
  get privateIpAddress(): string {
    const bits = Number.parseInt(this.id.slice(-6), 16) || 0;
    return `10.${(bits >> 16) & 255}.${(bits >> 8) & 255}.${bits & 255}`;
  }

  /** A public address that depends on the id alone, in a block for documentation. Undefined if the spec has none. */
  get publicIpAddress(): string | undefined {
    const bits = Number.parseInt(this.id.slice(-2), 16) || 0;
    return this.spec.hasPublicAddress === true ? `203.0.113.${bits}` : undefined;
  }
}
