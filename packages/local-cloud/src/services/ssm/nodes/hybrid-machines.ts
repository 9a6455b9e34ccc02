import type { Host, ServiceEvent } from '../../../core/host.ts';
import { ServiceError } from '../../../core/service.ts';
import type { ActivationStore } from './activation-store.ts';
import { HybridMachine, type Machine } from './hybrid-machine.ts';
import { nodeArn } from './managed-node.ts';

/** What the line of a registration says. */
export interface RegistrationLine {
  readonly activationId: string;
  readonly activationCode: string;
  readonly region: string;
}

/** Told when the agent of a node may return, or never will. */
export interface NodeListener {
  instanceRunning(node: HybridMachine): void;
  instanceTerminated(node: HybridMachine): void;
}

/** What the machines outside EC2 depend on. */
export interface MachinePorts {
  readonly activations: ActivationStore;
  readonly emit: (event: ServiceEvent) => void;
  /** Whether the policies of a role let an agent register. */
  readonly letsRegister: (roleName: string) => boolean;
  /** The most nodes of the account and region, in the tier that is on. */
  readonly nodesMax: () => number;
}

/** The machines outside EC2 that are registered. */
export class HybridMachines {
  readonly #host: Host;
  readonly #ports: MachinePorts;
  readonly #byId = new Map<string, HybridMachine>();
  #sequence = 0;
  #listener: NodeListener | undefined;

  constructor(host: Host, ports: MachinePorts) {
    this.#host = host;
    this.#ports = ports;
  }

  /** Sets the only listener, Run Command. */
  listen(listener: NodeListener): void {
    this.#listener = listener;
  }

  /**
   * Somebody runs the line of a registration on a machine. It becomes a node with the tags of the activation, and its
   * agent starts. @throws ServiceError when the activation does not let it register.
   */
  register(machine: Machine, { activationId, activationCode, region }: RegistrationLine): HybridMachine {
    const { timeline } = this.#host;
    if (region !== this.#host.region)
      throw new ServiceError('InvalidActivation', `Region ${region} does not know the activation.`);
    if (this.#byId.size >= this.#ports.nodesMax())
      throw new ServiceError('InvalidActivation', 'The limit of the standard-instances tier is reached.');
    const activation = this.#ports.activations.use(activationId, activationCode);
    const node = new HybridMachine(machine, {
      id: `mi-${this.#host.random('ssm/machines').hex(17)}`,
      sequence: this.#sequence++,
      activation,
      registeredMs: timeline.nowMs,
    });
    this.#byId.set(node.id, node);
    if (this.#ports.letsRegister(node.roleName)) this.start(node);
    return node;
  }

  /** A machine is switched on, or its agent starts anew. */
  start(node: HybridMachine): void {
    node.boot(this.#host.timeline.nowMs, this.#host.random('agent/boot'));
    this.#listener?.instanceRunning(node);
  }

  /** A machine is switched off. */
  stop(node: HybridMachine): void {
    node.halt(this.#host.timeline.nowMs);
  }

  /** Takes a node out of the list. @throws ServiceError for an id that is not there. */
  deregister(nodeId: string): void {
    const node = this.get(nodeId);
    this.#byId.delete(nodeId);
    node.isOver = true;
    node.halt(this.#host.timeline.nowMs);
    this.#listener?.instanceTerminated(node);
  }

  find(nodeId: string): HybridMachine | undefined {
    return this.#byId.get(nodeId);
  }

  /** @throws ServiceError InvalidInstanceId for an id that is not there. */
  get(nodeId: string): HybridMachine {
    const node = this.#byId.get(nodeId);
    if (node !== undefined) return node;
    throw new ServiceError('InvalidInstanceId', `Instance ${nodeId} is not registered`);
  }

  /** Every node from `sequence` on, in the order of registrations. */
  *from(sequence: number): Generator<HybridMachine> {
    for (const node of this.#byId.values()) if (node.sequence >= sequence) yield node;
  }

  /** Tells which tags of a node changed, after a change. */
  tagsChanged(node: HybridMachine, keys: readonly string[]): void {
    if (keys.length === 0) return;
    this.#ports.emit({
      source: 'aws.tag',
      detailType: 'Tag Change on Resource',
      resources: [nodeArn(this.#host, node.id)],
      detail: {
        'changed-tag-keys': keys,
        service: 'ssm',
        'resource-type': 'managed-instance',
        version: ++node.tagVersion,
        tags: node.tags(),
      },
    });
  }
}
