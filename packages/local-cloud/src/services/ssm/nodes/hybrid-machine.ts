import { Agent } from '../../../agent/agent.ts';
import type { MachineSpec, Tags } from '../../../agent/instance-spec.ts';
import type { Random } from '../../../core/random.ts';
import type { Activation } from './activation-store.ts';
import type { ManagedNode } from './managed-node.ts';

/** A machine outside EC2 before it registers. */
export interface Machine {
  readonly spec: MachineSpec;
  readonly computerName: string;
  readonly ipAddress: string;
}

/** A machine outside EC2 that an activation has registered: a node `mi-...`. */
export class HybridMachine implements ManagedNode {
  readonly id: string;
  /** Its place in the order of registrations, which pages follow. */
  readonly sequence: number;
  readonly spec: MachineSpec;
  readonly machine: Machine;
  readonly activation: Activation;
  readonly registeredMs: number;
  readonly agent = new Agent();
  scriptsRun = 0;
  /** How often its tags have changed. */
  tagVersion = 0;
  isOver = false;
  /** The name of the role that its agent signs with. */
  roleName: string;
  readonly #tags: Map<string, string>;

  constructor(
    machine: Machine,
    origin: { id: string; sequence: number; activation: Activation; registeredMs: number },
  ) {
    this.machine = machine;
    this.spec = machine.spec;
    this.id = origin.id;
    this.sequence = origin.sequence;
    this.activation = origin.activation;
    this.registeredMs = origin.registeredMs;
    this.roleName = origin.activation.roleName;
    this.#tags = new Map(Object.entries(origin.activation.tags));
  }

  /** The machine starts, and its agent with it. */
  boot(nowMs: number, random: Random): void {
    this.agent.boot(this.spec, { runningMs: nowMs, firstRunningMs: this.registeredMs }, random);
  }

  /** The machine is switched off. Systems Manager still lists it. */
  halt(nowMs: number): void {
    this.agent.halt(nowMs);
  }

  tags(): Tags {
    return Object.fromEntries(this.#tags);
  }

  /** Its tags, to be changed. */
  get tagMap(): Map<string, string> {
    return this.#tags;
  }
}
