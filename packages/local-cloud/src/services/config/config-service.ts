import type { Host, ServiceEvent } from '../../core/host.ts';
import type { Service } from '../../core/service.ts';
import type { Fleet } from '../ec2/instance-fleet.ts';
import { configOperations } from './config-operations.ts';
import { type ConfigOptions, configDefaults } from './config-options.ts';
import type { ConfigWorld } from './config-world.ts';
import { InstanceRecording } from './recording/instance-recording.ts';
import { RecorderStore } from './recording/recorder-store.ts';
import type { RemediationPorts } from './remediation/remediation-ports.ts';
import { RemediationStore } from './remediation/remediation-store.ts';
import { Remediator } from './remediation/remediator.ts';
import { ComplianceBook } from './rules/compliance-book.ts';
import { Evaluations, type EvaluationTransit } from './rules/evaluations.ts';
import { RuleStore } from './rules/rule-store.ts';

/** The ports of AWS Config. */
export interface ConfigPorts {
  /** The instances whose changes it records. */
  readonly fleet: Fleet;
  /** The runbooks of remediations. */
  readonly automation: RemediationPorts;
  /** The names of the documents of the account. */
  readonly documents: () => readonly string[];
  /** The fault port of evaluations. */
  readonly transit: EvaluationTransit;
  readonly emit: (event: ServiceEvent) => void;
}

/** AWS Config: a recorder of instances, rules of AWS, and their remediation by runbooks. */
export class Config implements Service {
  readonly name = 'config';
  readonly operations: ReturnType<typeof configOperations>;
  readonly recorders: RecorderStore;
  readonly rules: RuleStore;
  readonly remediations: RemediationStore;

  constructor(host: Host, ports: ConfigPorts, options: Partial<ConfigOptions> = {}) {
    const { recordSeconds, evaluateSeconds, ...remediating } = { ...configDefaults, ...options };
    const { fleet, automation } = ports;
    const book = new ComplianceBook();
    this.rules = new RuleStore(host);
    this.remediations = new RemediationStore(host);
    this.recorders = new RecorderStore(host, () => recording.recorderChanged());
    const recording = new InstanceRecording(host, {
      ...{ fleet, recorders: this.recorders, recordSeconds },
      recorded: (item) => evaluations.itemRecorded(item),
    });
    const remediator = new Remediator(host, {
      ...{ store: this.remediations, book, automation, options: remediating },
    });
    const evaluations = new Evaluations(host, {
      ...{ ...ports, rules: this.rules, book, recorders: this.recorders, recording, evaluateSeconds },
      nonCompliant: ({ name }, resource) => remediator.nonCompliant(name, resource),
    });
    const { recorders, rules, remediations } = this;
    const world: ConfigWorld = {
      ...{ host, recorders, rules, book, evaluations, remediations, remediator, automation },
    };
    this.operations = configOperations(world);
  }
}
