import type { Instance } from '../../ec2/ec2-instance.ts';
import type { Fleet } from '../../ec2/instance-fleet.ts';
import type { HybridMachine } from './hybrid-machine.ts';
import type { HybridMachines } from './hybrid-machines.ts';

/** Positions of machines outside EC2 come after those of all instances. */
const machinesFrom = 2 ** 40;

/** What Systems Manager may list: the instances of EC2, and after them the machines outside of it. */
export class ManagedNodes {
  readonly #fleet: Fleet;
  readonly #machines: HybridMachines;

  constructor(fleet: Fleet, machines: HybridMachines) {
    this.#fleet = fleet;
    this.#machines = machines;
  }

  /** What has this id: an instance by `i-...`, a machine by `mi-...`. */
  find(id: string): Instance | HybridMachine | undefined {
    return id.startsWith('mi-') ? this.#machines.find(id) : this.#fleet.find(id);
  }

  /** What an id of a node stands for: a machine, or the instance that is registered under it. */
  findListed(nodeId: string): Instance | HybridMachine | undefined {
    const found = this.find(nodeId);
    if (found !== undefined || !nodeId.startsWith('mi-')) return found;
    const instance = this.#fleet.find(`i-${nodeId.slice('mi-'.length)}`);
    return instance?.hybridAgent === undefined ? undefined : instance;
  }

  /** Everything from a position on. */
  *from(position: number): Generator<Instance | HybridMachine> {
    if (position < machinesFrom) yield* this.#fleet.from(position);
    yield* this.#machines.from(Math.max(0, position - machinesFrom));
  }

  /** The position of one of them. */
  positionOf(node: Instance | HybridMachine): number {
    return isMachine(node) ? machinesFrom + node.sequence : node.sequence;
  }
}

/** Whether a node is a machine outside EC2. */
export function isMachine(node: Instance | HybridMachine): node is HybridMachine {
  return 'activation' in node;
}
