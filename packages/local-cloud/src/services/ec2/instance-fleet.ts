import type { InstanceSpec, Tags } from '../../agent/instance-spec.ts';
import { assertInstanceSpec } from '../../agent/instance-spec.ts';
import type { Host, ServiceEvent } from '../../core/host.ts';
import { ownEntry } from '../../core/own-entry.ts';
import { ServiceError } from '../../core/service.ts';
import { Instance, type InstanceStateName, type Reservation } from './ec2-instance.ts';
import type { LaunchDetails } from './launch-details.ts';

/** How long each transition takes, in milliseconds. Assumed: EC2 promises no figure. */
const TRANSITION_MS = {
  pending: [5_000, 30_000],
  stopping: [20_000, 60_000],
  'shutting-down': [10_000, 60_000],
  rebooting: [20_000, 60_000],
} as const;
/** The longest time that a new id may be missing from Describe calls. Assumed. */
const INVISIBLE_MS_MAX = 2_000;
/** How long a terminated instance stays visible (EC2 guide: "approximately one hour"). */
const TERMINATED_VISIBLE_MS = 3_600_000;

/**
 * A listener that is notified when an instance's agent may return or never will. It is called at the time of the state
 * change.
 */
export interface FleetListener {
  /** The instance reached `running`. `instance.agent` says when the agent will be up. */
  instanceRunning(instance: Instance): void;
  /** The instance reached `terminated`. */
  instanceTerminated(instance: Instance): void;
}

/**
 * Told of an instance whose state, tags, profile, metadata options or registration changes, at the time of the change.
 */
export type InstanceWatcher = (instance: Instance) => void;

/**
 * The instances of the account and region, their states, and their events.
 *
 * An instance has an appointment only while it changes state, or if its spec plans an event.
 */
export class Fleet {
  readonly #host: Host;
  readonly #emit: (event: ServiceEvent) => void;
  readonly #adopt: (spec: InstanceSpec) => void;
  readonly #byId = new Map<string, Instance>();
  readonly #bySequence: (Instance | undefined)[] = [];
  readonly #terminated: Instance[] = [];
  #forgotten = 0;
  #listener: FleetListener | undefined;
  readonly #watchers: InstanceWatcher[] = [];

  /**
   * `adopt` is called before every launch. It may refuse the launch. It declares what a spec names and nobody has
   * declared.
   */
  constructor(host: Host, emit: (event: ServiceEvent) => void, adopt: (spec: InstanceSpec) => void) {
    this.#host = host;
    this.#emit = emit;
    this.#adopt = adopt;
  }

  /** Sets the only listener, Systems Manager. */
  listen(listener: FleetListener): void {
    this.#listener = listener;
  }

  /** Adds a watcher: AWS Config, Auto Scaling. */
  watch(watcher: InstanceWatcher): void {
    this.#watchers.push(watcher);
  }

  /** Tells the watchers of a change that somebody else has made: of the profile, the metadata options, or when the agent registers. */
  changed(instance: Instance): void {
    for (const watcher of this.#watchers) watcher(instance);
  }

  /** Launches instances as one reservation and returns them in order. Refuses a spec that contradicts itself. */
  launch(specs: readonly InstanceSpec[], details?: LaunchDetails): readonly Instance[] {
    const random = this.#host.random('ec2/launch');
    const reservation: Reservation = { reservationId: `r-${random.hex(17)}`, details };
    return specs.map((spec) => {
      assertInstanceSpec(spec);
      this.#adopt(spec);
      const nowMs = this.#host.timeline.nowMs;
      const id = spec.id ?? `i-${random.hex(17)}`;
      if (this.#byId.has(id)) throw new RangeError(`instance id ${id}: already launched; ids are unique`);
      const instance = new Instance(spec, {
        id,
        sequence: this.#bySequence.length,
        reservation,
        launchedAtMs: nowMs,
        invisibleMs: random.integer(0, INVISIBLE_MS_MAX),
      });
      this.#byId.set(id, instance);
      this.#bySequence.push(instance);
      this.#enter(instance, 'pending');
      this.#later('pending', () => this.#run(instance));
      return instance;
    });
  }

  /** Stops a running instance. Has no effect on one that is stopping or stopped. Refuses other states, as EC2 does. */
  stop(instance: Instance): void {
    if (instance.state === 'stopping' || instance.state === 'stopped') return;
    if (instance.state === 'pending')
      throw new ServiceError(
        'IncorrectInstanceState',
        `Instance '${instance.id}' cannot be stopped as it has never reached the 'running' state.`,
      );
    if (instance.state !== 'running') throw incorrectState(instance, 'stopped');
    instance.halt(this.#host.timeline.nowMs);
    this.#enter(instance, 'stopping');
    this.#later('stopping', () => this.#finishStop(instance));
  }

  /** Starts a stopped instance. Has no effect on one that is pending or running. Refuses other states, as EC2 does. */
  start(instance: Instance): void {
    if (instance.state === 'pending' || instance.state === 'running') return;
    if (instance.state !== 'stopped') throw incorrectState(instance, 'started');
    instance.launchedAtMs = this.#host.timeline.nowMs;
    this.#enter(instance, 'pending');
    this.#later('pending', () => this.#run(instance));
  }

  /** Boots a running instance anew. Refuses other states, as EC2 does. Its state stays `running`. */
  reboot(instance: Instance): void {
    if (instance.state !== 'running') throw incorrectState(instance, 'rebooted');
    const { timeline } = this.#host;
    instance.halt(timeline.nowMs);
    const { stateSinceMs } = instance;
    this.#later('rebooting', () => {
      if (instance.state !== 'running' || instance.stateSinceMs !== stateSinceMs) return;
      instance.boot(timeline.nowMs, this.#host.random('agent/boot'));
      this.#listener?.instanceRunning(instance);
    });
  }

  /** Tells that the agent of an instance may return without a boot, as `instance.agent` says. */
  agentReturns(instance: Instance): void {
    if (instance.state === 'running') this.#listener?.instanceRunning(instance);
  }

  /** Terminates an instance in any state. Has no effect on one that is shutting down or terminated. */
  terminate(instance: Instance): void {
    if (instance.state === 'shutting-down' || instance.state === 'terminated') return;
    instance.halt(this.#host.timeline.nowMs);
    this.#enter(instance, 'shutting-down');
    this.#later('shutting-down', () => this.#finishTermination(instance));
  }

  /**
   * Finds an instance that exists or was terminated less than an hour ago, even if Describe calls do not return it yet.
   */
  find(id: string): Instance | undefined {
    this.#forget();
    return this.#byId.get(id);
  }

  /**
   * The first instance with at least this sequence. Pages use it, so that the cost of a page does not depend on its
   * position.
   */
  next(sequence: number): Instance | undefined {
    this.#forget();
    for (let index = sequence; index < this.#bySequence.length; index++) {
      const instance = this.#bySequence[index];
      if (instance !== undefined) return instance;
    }
    return undefined;
  }

  /** Every instance from `sequence` on, in launch order. */
  *from(sequence: number): Generator<Instance> {
    for (let found = this.next(sequence); found !== undefined; found = this.next(found.sequence + 1))
      yield found;
  }

  #run(instance: Instance): void {
    if (instance.state !== 'pending') return;
    const nowMs = this.#host.timeline.nowMs;
    const isFirst = instance.firstRunningMs === Number.POSITIVE_INFINITY;
    if (isFirst) instance.firstRunningMs = nowMs;
    instance.boot(nowMs, this.#host.random('agent/boot'));
    this.#enter(instance, 'running');
    if (isFirst) this.#planLifecycle(instance);
    this.#listener?.instanceRunning(instance);
  }

  #planLifecycle(instance: Instance): void {
    const { stoppedAfterSeconds, terminatedAfterSeconds } = instance.spec.lifecycle ?? {};
    const { tagsChangedAfterSeconds, changedTags } = instance.spec.lifecycle ?? {};
    if (tagsChangedAfterSeconds !== undefined && changedTags !== undefined)
      this.#host.timeline.after(tagsChangedAfterSeconds * 1000, () => {
        if (instance.state !== 'terminated') this.#changeOwnTags(instance, changedTags);
      });
    if (stoppedAfterSeconds !== undefined)
      this.#host.timeline.after(stoppedAfterSeconds * 1000, () => {
        if (instance.state === 'running') this.stop(instance);
      });
    if (terminatedAfterSeconds !== undefined)
      this.#host.timeline.after(terminatedAfterSeconds * 1000, () => this.terminate(instance));
  }

  #finishStop(instance: Instance): void {
    if (instance.state !== 'stopping') return;
    this.#enter(instance, 'stopped');
    const seconds = instance.spec.lifecycle?.restartedAfterSeconds;
    if (seconds === undefined) return;
    this.#host.timeline.after(seconds * 1000, () => {
      if (instance.state === 'stopped') this.start(instance);
    });
  }

  /** The tags of the spec become others. What somebody else has put on the instance stays. */
  #changeOwnTags(instance: Instance, tags: Tags): void {
    const others = Object.entries(instance.tags(this.#host.timeline.nowMs)).filter(
      ([key]) => ownEntry(instance.spec.tags, key) === undefined,
    );
    this.#changeTags(instance, { ...Object.fromEntries(others), ...tags }, (all) => instance.setTags(all));
  }

  /** Replaces the tags of an instance. An event tells which keys changed, if any did. */
  changeTags(instance: Instance, tags: Tags): void {
    this.#changeTags(instance, tags, (all) => instance.retag(all, this.#host.timeline.nowMs));
  }

  #changeTags(instance: Instance, tags: Tags, change: (tags: Tags) => void): void {
    const before = instance.tags(this.#host.timeline.nowMs);
    const keys = [...new Set([...Object.keys(before), ...Object.keys(tags)])];
    const changed = keys.filter((key) => ownEntry(before, key) !== ownEntry(tags, key));
    change(tags);
    if (changed.length === 0) return;
    instance.tagVersion++;
    this.changed(instance);
    this.#emit({
      source: 'aws.tag',
      detailType: 'Tag Change on Resource',
      resources: [this.#arnOf(instance)],
      detail: {
        'changed-tag-keys': changed,
        service: 'ec2',
        'resource-type': 'instance',
        version: instance.tagVersion,
        tags,
      },
    });
  }

  #arnOf({ id }: Instance): string {
    const { partition, region, accountId } = this.#host;
    return `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`;
  }

  #finishTermination(instance: Instance): void {
    this.#enter(instance, 'terminated');
    this.#terminated.push(instance);
    this.#listener?.instanceTerminated(instance);
  }

  #enter(instance: Instance, state: InstanceStateName): void {
    instance.state = state;
    instance.stateSinceMs = this.#host.timeline.nowMs;
    this.changed(instance);
    this.#emit({
      source: 'aws.ec2',
      detailType: 'EC2 Instance State-change Notification',
      resources: [this.#arnOf(instance)],
      detail: { 'instance-id': instance.id, state },
    });
  }

  #later(state: keyof typeof TRANSITION_MS, action: () => void): void {
    const [minMs, maxMs] = TRANSITION_MS[state];
    this.#host.timeline.after(this.#host.random('ec2/transitions').integer(minMs, maxMs), action);
  }

  /** Removes instances that were terminated an hour ago. They are sorted by age, so no appointments are needed. */
  #forget(): void {
    const untilMs = this.#host.timeline.nowMs - TERMINATED_VISIBLE_MS;
    for (;;) {
      const oldest = this.#terminated[this.#forgotten];
      if (oldest === undefined || oldest.stateSinceMs > untilMs) break;
      this.#byId.delete(oldest.id);
      this.#bySequence[oldest.sequence] = undefined;
      this.#forgotten++;
    }
    if (this.#forgotten < 1024) return;
    this.#terminated.splice(0, this.#forgotten);
    this.#forgotten = 0;
  }
}

function incorrectState(instance: Instance, participle: string): ServiceError {
  return new ServiceError(
    'IncorrectInstanceState',
    `The instance '${instance.id}' is not in a state from which it can be ${participle}.`,
  );
}
