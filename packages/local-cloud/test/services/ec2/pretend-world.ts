import { type InstanceSpec, succeedingScript } from '../../../src/agent/instance-spec.ts';
import { platforms } from '../../../src/agent/platforms.ts';
import type { Host, ServiceEvent } from '../../../src/core/host.ts';
import { Random } from '../../../src/core/random.ts';
import type { Service } from '../../../src/core/service.ts';
import { ServiceError } from '../../../src/core/service.ts';
import { Timeline } from '../../../src/core/timeline.ts';
import { checkByModel } from '../../../src/core/wire/check-by-model.ts';
import { Ec2 } from '../../../src/services/ec2/ec2.ts';
import type { LaunchDefaults } from '../../../src/services/ec2/launch-defaults.ts';
import { KmsKeys } from '../../../src/services/kms/keys.ts';
import { Ssm, type SsmOptions } from '../../../src/services/ssm/ssm.ts';
import { accountId } from '../../accounts.ts';

export const START_MS = Date.UTC(2026, 0, 1);
export const PROFILE_ARN = `arn:aws:iam::${accountId}:instance-profile/managed`;

/** A spec that registers at once and succeeds, with the changes of a test. */
export function spec(changes: Partial<InstanceSpec> = {}): InstanceSpec {
  return {
    platform: platforms.amazonLinux2023,
    architecture: 'x86_64',
    imageId: 'ami-0c1d00000000002000',
    instanceType: 't3.micro',
    availabilityZone: 'eu-west-1a',
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    tags: {},
    agentVersion: '3.3.4177.0',
    registration: { kind: 'normal' },
    script: succeedingScript,
    ...changes,
  };
}

/** EC2 and Systems Manager on one timeline, with every event and trace line kept. */
export class PretendWorld {
  readonly timeline = new Timeline(START_MS);
  readonly events: (ServiceEvent & { readonly atMs: number })[] = [];
  readonly traces: string[] = [];
  readonly host: Host;
  readonly ec2: Ec2;
  readonly keys: KmsKeys;
  readonly ssm: Ssm;

  constructor(options: { seed?: number; ssm?: Partial<SsmOptions>; ec2?: Partial<LaunchDefaults> } = {}) {
    const streams = new Map<string, Random>();
    this.host = {
      partition: 'aws',
      region: 'eu-west-1',
      accountId,
      timeline: this.timeline,
      random: (name) => {
        const stream = streams.get(name) ?? Random.stream(options.seed ?? 1, name);
        streams.set(name, stream);
        return stream;
      },
      bill: () => undefined,
      trace: (kind, fields) => this.traces.push(`${this.timeline.nowMs} ${kind} ${JSON.stringify(fields)}`),
    };
    const emit = (event: ServiceEvent) => {
      this.events.push({ ...event, atMs: this.timeline.nowMs });
    };
    this.ec2 = new Ec2(this.host, emit, options.ec2);
    this.keys = new KmsKeys(this.host);
    const hold = () => {
      throw new Error('nothing real runs in a pretended world');
    };
    const call = () => {
      throw new Error('nothing runs a runbook in a pretended world');
    };
    const automation = { call, callWaiting: call, assume: call, refusal: call, arnOf: call };
    const roles = { isTrusted: () => true, letsRegister: () => true };
    const ports = {
      fleet: this.ec2.fleet,
      roles,
      keys: this.keys,
      automation,
      assumeForWindow: call,
      emit,
      hold,
    };
    this.ssm = new Ssm(this.host, ports, options.ssm);
  }

  /** Lets seconds pass and runs everything that is due in them. */
  pass(seconds: number): void {
    const untilMs = this.timeline.nowMs + seconds * 1000;
    while ((this.timeline.nextMs ?? Number.POSITIVE_INFINITY) <= untilMs) this.timeline.step();
    this.timeline.advanceTo(untilMs);
  }

  /** Launches instances and lets enough time pass for every normal agent to register. */
  fleet(...specs: InstanceSpec[]): string[] {
    const ids = this.ec2.launch(specs).map(({ id }) => id);
    this.pass(600);
    return ids;
  }

  call(service: Service, name: string, input: object = {}): Record<string, unknown> {
    const operation = service.operations[name];
    if (operation === undefined) throw new Error(`no operation ${name}`);
    const context = {
      principal: { kind: 'administrator' } as const,
      requestId: 'request',
      nowMs: this.timeline.nowMs,
    };
    checkByModel(service.name, name, input);
    const output = operation.run(input, context);
    if (typeof output !== 'object' || output === null) throw new Error(`${name} gave ${output}`);
    return { ...output };
  }

  /** The code and message of the error that a call must throw. */
  refusal(service: Service, name: string, input: object): { code: string; message: string } {
    try {
      this.call(service, name, input);
    } catch (error) {
      if (error instanceof ServiceError) return { code: error.code, message: error.message };
      throw error;
    }
    throw new Error(`${name} was not refused`);
  }

  eventsOf(detailType: string): Readonly<Record<string, unknown>>[] {
    return this.events.filter((event) => event.detailType === detailType).map(({ detail }) => detail);
  }
}

/** A list member of a response. */
export function list(answer: Record<string, unknown>, member: string): Record<string, unknown>[] {
  const value = answer[member];
  if (!Array.isArray(value)) throw new Error(`${member} is ${JSON.stringify(value)}`);
  return value;
}

/** An object member of a response. */
export function record(answer: Record<string, unknown>, member: string): Record<string, unknown> {
  const value = answer[member];
  if (typeof value !== 'object' || value === null) throw new Error(`${member} is ${JSON.stringify(value)}`);
  return { ...value };
}
