import { Access } from '../core/access.ts';
import { Gateway } from '../core/gateway.ts';
import type { Host, Place, ServiceEvent } from '../core/host.ts';
import { Loop } from '../core/loop.ts';
import { Meter } from '../core/meter.ts';
import { Random } from '../core/random.ts';
import type { CallContext, Service } from '../core/service.ts';
import { Timeline } from '../core/timeline.ts';
import { Trace } from '../core/trace.ts';
import { AutoScaling } from '../services/auto-scaling/auto-scaling-service.ts';
import { CloudFormation } from '../services/cloudformation/cloudformation.ts';
import { CloudWatchApi } from '../services/cloudwatch/cloudwatch-api.ts';
import type { ConfigOptions } from '../services/config/config-options.ts';
import { Config, type ConfigPorts } from '../services/config/config-service.ts';
import { DynamoDb } from '../services/dynamodb/dynamodb.ts';
import { Ec2 } from '../services/ec2/ec2.ts';
import type { LaunchDefaults } from '../services/ec2/launch-defaults.ts';
import { EventSourceMappings } from '../services/event-source-mapping/mappings.ts';
import type { DeliveryPorts } from '../services/events/delivery.ts';
import { EventBus } from '../services/events/event-bus.ts';
import { Iam } from '../services/iam/iam.ts';
import { KmsKeys } from '../services/kms/keys.ts';
import { Lambda } from '../services/lambda/lambda.ts';
import { LambdaApi } from '../services/lambda/lambda-api.ts';
import { Logs } from '../services/logs/logs.ts';
import { ResourceGroups } from '../services/resource-groups/resource-groups.ts';
import { Scheduler } from '../services/scheduler/scheduler.ts';
import { SchedulerApi } from '../services/scheduler/scheduler-api.ts';
import { Sns } from '../services/sns/sns.ts';
import { Sqs } from '../services/sqs/sqs.ts';
import { Ssm, type SsmOptions } from '../services/ssm/ssm.ts';
import { Sts } from '../services/sts/sts.ts';
import { Tagging } from '../services/tagging/tagging.ts';
import { nodeRoles } from './agent-roles.ts';
import { automationPorts } from './automation-ports.ts';
import { Network } from './client-network.ts';
import { deliverEvent, sendDeadLetter } from './deliver-events.ts';
import { schedulerPorts, sendAsyncMessage } from './deliver-schedules.ts';
import type { FaultPorts } from './fault-ports.ts';
import { groupableResources, taggedMachines } from './groupable-resources.ts';
import { trustsWindow } from './maintenance-ports.ts';
import { Observations } from './observations.ts';
import { instanceProfiles } from './profile-ports.ts';
import { remediationPorts } from './remediation-runbooks.ts';

/** The options of a local cloud: its place, its seed and its start time. */
export interface CloudOptions extends Place {
  readonly seed: number;
  readonly startMs: number;
  /** Defaults for instances that are launched through the API. */
  readonly launchDefaults?: Partial<LaunchDefaults>;
  /** Assumptions about Systems Manager that differ from the defaults. */
  readonly ssm?: Partial<SsmOptions>;
  /** Assumptions about AWS Config that differ from the defaults. */
  readonly config?: Partial<ConfigOptions>;
}

/**
 * An account and region on one machine: its services share one virtual clock, one seed and one IAM. It is empty at
 * first. `deployStack` creates in it what a synthesized template declares.
 */
export class LocalCloud implements Host {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  readonly seed: number;
  readonly timeline: Timeline;
  readonly loop: Loop;
  readonly record = new Trace();
  readonly meter = new Meter();
  readonly bill = this.meter.add;
  readonly access: Access;
  readonly gateway: Gateway;
  readonly network: Network;
  readonly observations: Observations;
  readonly sqs: Sqs;
  readonly dynamodb: DynamoDb;
  readonly events: EventBus;
  readonly iam: Iam;
  readonly ec2: Ec2;
  readonly autoScaling: AutoScaling;
  readonly kms: KmsKeys;
  readonly ssm: Ssm;
  readonly sns: Sns;
  readonly lambda: Lambda;
  readonly eventSourceMappings: EventSourceMappings;
  readonly scheduler: Scheduler;
  readonly resourceGroups: ResourceGroups;
  readonly tagging: Tagging;
  readonly config: Config;
  readonly sts: Sts;
  readonly logs: Logs;
  readonly cloudformation: CloudFormation;
  /** The injected faults. Empty unless a simulation sets them. */
  faults: FaultPorts = {};
  readonly #streams = new Map<string, Random>();

  constructor(options: CloudOptions) {
    this.partition = options.partition;
    this.region = options.region;
    this.accountId = options.accountId;
    this.seed = options.seed;
    this.timeline = new Timeline(options.startMs);
    this.loop = new Loop(this.timeline);
    this.access = new Access(this.timeline);
    this.gateway = new Gateway(this, this.access);
    this.network = new Network(this, this.gateway, () => this.faults.interfere);

    this.sqs = new Sqs(this);
    this.dynamodb = new DynamoDb(this);
    this.sns = new Sns(this);
    this.logs = new Logs(this);
    this.observations = new Observations(this, this.gateway);
    const delivery: DeliveryPorts = {
      deliver: (target, payload) => deliverEvent(this, target, payload),
      sendDeadLetter: (letter) => sendDeadLetter(this, letter),
      count: (metric, ruleName) => this.observations.countEvent(metric, ruleName),
    };
    this.events = new EventBus(this, delivery, {
      transit: (event) => this.faults.transit?.(event),
      skewMs: () => this.faults.eventSkewMs?.() ?? 0,
    });
    const emit = (event: ServiceEvent) => this.events.putServiceEvent(event);
    this.iam = new Iam(this, this.access, (arn) => this.ec2.profileChanges.permissionsChanged(arn));
    this.ec2 = new Ec2(this, emit, options.launchDefaults, instanceProfiles(this, this.iam.directory));
    const { fleet, network } = this.ec2;
    this.autoScaling = new AutoScaling(this, { fleet, network, emit });
    this.kms = new KmsKeys(this);
    const ofSystemsManager = this.kms.systemsManagerPolicy();
    this.access.attachToResource(ofSystemsManager.keyArn, 'aws/ssm', ofSystemsManager.document);
    const hold = (work: Promise<void>) => this.loop.hold(work);
    const automation = automationPorts(this);
    const assumeForWindow = (roleArn: string, windowArn: string) => trustsWindow(this, roleArn, windowArn);
    const roles = nodeRoles(this, this.iam.directory);
    const ssmPorts = { fleet, roles, keys: this.kms, automation, assumeForWindow, emit, hold };
    this.ssm = new Ssm(this, ssmPorts, options.ssm);
    this.lambda = new Lambda(this, {
      enter: this.loop.enter,
      abort: this.loop.abort,
      transport: (settings) => this.network.transportFor({ kind: 'role', roleArn: settings.roleArn }),
      log: (settings, text) => this.observations.log(settings, text),
      logStream: ({ functionName }) => this.logs.store.streamNow(functionName),
      count: ({ functionName }, call) => this.observations.cloudwatch.recordCall(functionName, call),
      send: (settings, message) => sendAsyncMessage(this, settings, message),
    });
    this.eventSourceMappings = new EventSourceMappings(this);
    this.scheduler = new Scheduler(this, schedulerPorts(this), (schedule, scheduledMs) =>
      this.faults.scheduleTransit?.(schedule, scheduledMs),
    );
    this.resourceGroups = new ResourceGroups(this, (nowMs) => groupableResources(this, nowMs));
    this.tagging = new Tagging(() => taggedMachines(this));
    this.config = new Config(this, this.#configPorts(emit), options.config);
    this.sts = new Sts(this, this.access, (name) => this.iam.directory.findRole(name));
    this.cloudformation = new CloudFormation(this);
    for (const service of this.#services()) this.gateway.register(service);
  }

  #configPorts(emit: ConfigPorts['emit']): ConfigPorts {
    return {
      ...{ fleet: this.ec2.fleet, automation: remediationPorts(this), emit },
      documents: () =>
        this.ssm.documents.filter(({ owner }) => owner === this.accountId).map(({ name }) => name),
      transit: (asked) => this.faults.evaluationTransit?.(asked),
    };
  }

  /** The services that have an API. */
  #services(): readonly Service[] {
    return [
      ...[this.sqs, this.dynamodb, this.events, this.ec2, this.ssm, this.sns, this.iam],
      ...[this.sts, this.cloudformation, this.logs, this.resourceGroups, this.config, this.autoScaling],
      ...[this.tagging],
      new LambdaApi(this, this.lambda, {
        written: this.logs.store,
        mappings: () => this.eventSourceMappings.all,
      }),
      new CloudWatchApi(this, this.observations.cloudwatch),
      new SchedulerApi(this, this.scheduler),
    ];
  }

  /** The context of a call that an administrator makes now, for callers that run an operation without the gateway. */
  administrator(): CallContext {
    return {
      principal: { kind: 'administrator' },
      requestId: 'administrator',
      nowMs: this.timeline.nowMs,
    };
  }

  /** Lets virtual seconds pass, in which alarms are evaluated. */
  async pass(seconds: number): Promise<void> {
    const untilMs = this.timeline.nowMs + seconds * 1000;
    this.observations.watchUntil(untilMs);
    await this.loop.run({ untilMs });
  }

  random(name: string): Random {
    const found = this.#streams.get(name);
    if (found !== undefined) return found;
    const stream = Random.stream(this.seed, name);
    this.#streams.set(name, stream);
    return stream;
  }

  trace(kind: string, fields: Readonly<Record<string, string | number | boolean>>): void {
    this.record.add({ atMs: this.timeline.nowMs, kind, fields });
  }
}
