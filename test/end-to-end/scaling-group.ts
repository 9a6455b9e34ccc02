import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeWarmPoolCommand,
  PutWarmPoolCommand,
  SetDesiredCapacityCommand,
} from '@aws-sdk/client-auto-scaling';
import {
  encodeRefusal,
  type FaultPorts,
  type InstanceSpec,
  identify,
  isRecord,
  type LocalCloud,
  ServiceError,
  sdkSettings,
} from 'local-cloud';
import { declareExampleProfile } from 'local-cloud/test/services/iam/profile-examples.ts';
import { assemblyFolderWith } from '../synthesized.ts';
import { type Application, specOf, startApplication } from './application.ts';

const templateId = 'lt-0123456789abcdef0';

/** Half an hour, in which three heartbeats are not enough for a hook of ten minutes. */
const times = { holdSecondsMax: 1800, heartbeatSeconds: 600 };
/** Two groups: one gives up who is not onboarded in time, the other takes them all. */
const groups = {
  careful: { ...times, otherwise: 'ABANDON' },
  generous: { ...times, otherwise: 'CONTINUE' },
};
type GroupName = keyof typeof groups;

/** The application with gates on groups of the user's, and what tests ask of one of them. */
export class GatedGroup {
  readonly application: Application;
  readonly #client: AutoScalingClient;

  readonly #name: GroupName;

  private constructor(name: GroupName, application: Application) {
    this.#name = name;
    this.application = application;
    this.#client = new AutoScalingClient(sdkSettings(application.cloud));
  }

  /** Groups that exist, and then the deployment. `spec` is what the groups launch. */
  static async start(
    name: GroupName,
    spec: Partial<InstanceSpec> = {},
    place?: { readonly account: string; readonly region: string },
  ): Promise<GatedGroup> {
    const environments = place === undefined ? [] : [{ name: 'there', ...place }];
    const folder = assemblyFolderWith({ environments, autoScaling: { groups } });
    const before = async (cloud: LocalCloud) => {
      const instanceProfileArn = declareExampleProfile(cloud.iam.directory, 'works');
      const launched = specOf('amazonLinux2023', { instanceProfileArn, ...spec });
      cloud.autoScaling.templates.declare({ id: templateId, name: 'web', spec: launched });
      for (const AutoScalingGroupName of Object.keys(groups))
        await new AutoScalingClient(sdkSettings(cloud)).send(
          new CreateAutoScalingGroupCommand({
            ...{ AutoScalingGroupName, MinSize: 0, MaxSize: 100, DesiredCapacity: 0 },
            ...{ AvailabilityZones: [`${cloud.region}a`], LaunchTemplate: { LaunchTemplateId: templateId } },
          }),
        );
    };
    return new GatedGroup(name, await startApplication(1, folder, ['autoScaling'], { before }));
  }

  get #key() {
    return { AutoScalingGroupName: this.#name };
  }

  async scaleTo(DesiredCapacity: number): Promise<void> {
    await this.#client.send(new SetDesiredCapacityCommand({ ...this.#key, DesiredCapacity }));
  }

  /** Gives the group a warm pool of this size at least. */
  async warm(MinSize: number): Promise<void> {
    const MaxGroupPreparedCapacity = 0;
    await this.#client.send(new PutWarmPoolCommand({ ...this.#key, MinSize, MaxGroupPreparedCapacity }));
  }

  /** The states of the instances of the group, by their ids. */
  async states(): Promise<Map<string, string>> {
    const { AutoScalingGroups: [group] = [] } = await this.#client.send(
      new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [this.#name] }),
    );
    return statesOf(group?.Instances);
  }

  /** The states of the instances of the warm pool, by their ids. */
  async warmStates(): Promise<Map<string, string>> {
    const { Instances } = await this.#client.send(new DescribeWarmPoolCommand(this.#key));
    return statesOf(Instances);
  }

  /** Lets minutes pass until an instance of the group is in service, at most so many. Returns the minutes. */
  async minutesUntilService(most: number): Promise<number> {
    for (let minutes = 0; minutes <= most; minutes++) {
      if ([...(await this.states()).values()].includes('InService')) return minutes;
      await this.application.pass(1);
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Delivers each event of a wait so often, after these milliseconds. */
  deliver(...afterMs: readonly number[]): void {
    const { cloud } = this.application;
    cloud.faults = {
      ...cloud.faults,
      transit: ({ detail }) => (isRecord(detail) && 'LifecycleActionToken' in detail ? afterMs : undefined),
    };
  }

  /** Refuses calls of the gate with an error of this code, as long as `isRefused` says so. */
  refuse(code: string, isRefused: (operation: string) => boolean): void {
    const { cloud } = this.application;
    const interfere: FaultPorts['interfere'] = ({ request, principal, serve }, answer) => {
      const { model, name } = identify(request);
      const isOfGate = principal.kind === 'role' && principal.roleArn.includes('LaunchGate');
      if (!isOfGate || !isRefused(name)) answer(serve(request));
      else answer(encodeRefusal(model, new ServiceError(code, 'refused by the test'), 'refused'));
    };
    cloud.faults = { ...cloud.faults, interfere };
  }

  /** The requests of SQS for the queue of the gate. */
  requests(): number {
    const billed = this.application.cloud.meter.of('sqs.requests');
    return [...billed].find(([queue]) => queue.includes('LaunchGateQueue'))?.[1] ?? 0;
  }

  /** The alarms that went off, each time. */
  rung(): string[] {
    return this.application
      .lines('cloudwatch.alarm')
      .filter(({ fields }) => fields['to'] === 'ALARM')
      .map(({ fields }) => String(fields['alarm']));
  }
}

function statesOf(
  instances: readonly { InstanceId?: string | undefined; LifecycleState?: string | undefined }[] = [],
): Map<string, string> {
  return new Map(instances.map(({ InstanceId: id = '', LifecycleState: state = '' }) => [id, state]));
}
