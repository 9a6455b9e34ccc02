import type { Host } from '../../../core/host.ts';
import type { Instance } from '../../ec2/ec2-instance.ts';
import type { Fleet } from '../../ec2/instance-fleet.ts';
import type { SecondsRange } from '../config-options.ts';
import { type ResourceKey, resourceTypes } from '../resource-key.ts';
import { captureInstance, isSame, type RecordedInstance } from './recorded-instance.ts';
import type { RecorderStore } from './recorder-store.ts';
import { isRecorded } from './recording-group.ts';

/** What the recording of instances needs. */
export interface RecordingPorts {
  readonly fleet: Fleet;
  readonly recorders: RecorderStore;
  readonly recordSeconds: SecondsRange;
  /** A configuration item of this type has been made, about this instance. */
  readonly recorded: (item: ResourceKey) => void;
}

/**
 * Makes configuration items of instances while the recorder records: some time after a change, and of what the change
 * has led to by then. A change while another one waits is recorded with it.
 */
export class InstanceRecording {
  readonly #host: Host;
  readonly #ports: RecordingPorts;
  /** The last items, by the id of the instance. */
  readonly #items = new Map<string, RecordedInstance>();
  /** The instances that have an item of the inventory of Systems Manager. */
  readonly #managed = new Set<string>();
  readonly #waiting = new Set<string>();
  /** Grows when the recorder starts, stops or changes: what waits from before is void. */
  #round = 0;

  constructor(host: Host, ports: RecordingPorts) {
    this.#host = host;
    this.#ports = ports;
    ports.fleet.watch((instance) => this.#changed(instance));
  }

  /** The last item of an instance, or undefined if it was never recorded or is gone. */
  item(id: string): RecordedInstance | undefined {
    return this.#items.get(id);
  }

  /** The last items of all instances. */
  get items(): Iterable<RecordedInstance> {
    return this.#items.values();
  }

  /** The recorder has started, stopped or changed: what there is, is recorded anew. */
  recorderChanged(): void {
    this.#round++;
    this.#waiting.clear();
    if (this.#ports.recorders.recorder === undefined) {
      this.#items.clear();
      this.#managed.clear();
    }
    if (!this.#records(resourceTypes.instance)) return;
    const gone = [...this.#items.keys()].filter((id) => this.#ports.fleet.find(id) === undefined);
    for (const id of gone) this.#remove(id);
    for (const instance of this.#ports.fleet.from(0)) this.#changed(instance);
  }

  /** Whether items of a type are made now. */
  #records(type: string): boolean {
    const { recorder } = this.#ports.recorders;
    return recorder?.isRecording === true && isRecorded(recorder.group, type);
  }

  #changed(instance: Instance): void {
    if (!this.#records(resourceTypes.instance)) return;
    const { id, createdMs, spec, agent } = instance;
    const { nowMs } = this.#host.timeline;
    this.#later(`configuration/${id}`, nowMs, () => this.#capture(instance));
    const tagsMs = createdMs + (spec.tagLagSeconds ?? 0) * 1000;
    if (tagsMs > nowMs) this.#host.timeline.at(tagsMs, () => this.#changed(instance));
    const { registeredAtMs } = agent;
    if (!Number.isFinite(registeredAtMs) || this.#managed.has(id)) return;
    this.#later(`registration/${id}/${registeredAtMs}`, Math.max(registeredAtMs, nowMs), () =>
      this.#captureInventory(instance),
    );
  }

  /** Makes an item some time after a change, unless one waits already. */
  #later(key: string, changedMs: number, capture: () => void): void {
    if (this.#waiting.has(key)) return;
    this.#waiting.add(key);
    const [min, max] = this.#ports.recordSeconds;
    const waitMs = this.#host.random('config/record').integer(min * 1000, max * 1000);
    const round = this.#round;
    this.#host.timeline.at(changedMs + waitMs, () => {
      if (round !== this.#round) return;
      this.#waiting.delete(key);
      capture();
    });
  }

  #capture(instance: Instance): void {
    const { id, state } = instance;
    if (state === 'terminated') {
      this.#remove(id);
      return;
    }
    const item = captureInstance(instance, this.#host.timeline.nowMs, this.#managed.has(id));
    if (isSame(this.#items.get(id), item)) return;
    this.#items.set(id, item);
    this.#made({ type: resourceTypes.instance, id });
  }

  /** The inventory says that Systems Manager has the node. That stays so when the agent falls silent. */
  #captureInventory({ id, agent, state }: Instance): void {
    const { nowMs } = this.#host.timeline;
    const isKnown = this.#managed.has(id) || state === 'terminated';
    if (isKnown || !agent.isRegistered(nowMs) || !this.#records(resourceTypes.inventory)) return;
    this.#managed.add(id);
    const item = this.#items.get(id);
    if (item !== undefined) this.#items.set(id, { ...item, isManaged: true, capturedMs: nowMs });
    this.#made({ type: resourceTypes.inventory, id });
  }

  #remove(id: string): void {
    this.#managed.delete(id);
    if (!this.#items.delete(id)) return;
    this.#made({ type: resourceTypes.instance, id });
  }

  #made(item: ResourceKey): void {
    this.#host.bill('config.configurationItems', item.type, 1);
    this.#host.trace('config.item', { type: item.type, id: item.id });
    this.#ports.recorded(item);
  }
}
