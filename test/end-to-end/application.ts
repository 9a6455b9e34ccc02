import {
  type InstanceSpec,
  imageOf,
  type PlatformKey,
  platforms,
  succeedingScript,
  type TraceLine,
} from 'local-cloud';
import { deployApplication, type LocalApplication } from '../../simulator/run/run-workload.ts';
import { assemblyFolder } from '../synthesized.ts';

/** The synthesized application in a local cloud, with what the tests ask of it. */
export interface Application extends LocalApplication {
  /** The ARN and the role of the onboard function. */
  readonly onboardArn: string;
  readonly onboardRoleArn: string;
  /** The ARN and the role of the recheck function. */
  readonly recheckArn: string;
  readonly recheckRoleArn: string;
  /** The role of the sweep function. */
  readonly sweepRoleArn: string;
  readonly deadLetterQueueArn: string;
  readonly launchQueueArn: string;
  /** Trace lines of one kind so far. */
  lines(kind: string): TraceLine[];
  /** Lets virtual minutes pass, with alarms evaluated. */
  pass(minutes: number): Promise<void>;
  /** Roster entries by instance id, as plain values. */
  roster(): Map<string, Record<string, string>>;
}

/** Deploys the synthesized application, or another assembly. */
export async function startApplication(seed = 1, folder = assemblyFolder()): Promise<Application> {
  const application = await deployApplication(folder, { seed });
  const { cloud, stacks, rosterTableName } = application;
  const lines: TraceLine[] = [];
  cloud.record.listen((line) => lines.push(line));
  const find = (type: string, prefix: string, attribute: string): string => {
    for (const { resources } of stacks) {
      for (const [id, resource] of resources) {
        if (resource.type === type && id.startsWith(prefix)) return String(resource.attribute(attribute));
      }
    }
    throw new Error(`no ${type} ${prefix}`);
  };
  return {
    ...application,
    onboardArn: find('AWS::Lambda::Function', 'OnboardingOnboard', 'Arn'),
    onboardRoleArn: find('AWS::IAM::Role', 'OnboardingOnboard', 'Arn'),
    recheckArn: find('AWS::Lambda::Function', 'RecheckingRecheck', 'Arn'),
    recheckRoleArn: find('AWS::IAM::Role', 'RecheckingRecheck', 'Arn'),
    sweepRoleArn: find('AWS::IAM::Role', 'SweepingSweep', 'Arn'),
    deadLetterQueueArn: find('AWS::SQS::Queue', 'LaunchQueueDeadLetters', 'Arn'),
    launchQueueArn: find('AWS::SQS::Queue', 'LaunchQueueE', 'Arn'),
    lines: (kind) => lines.filter((line) => line.kind === kind),
    pass: async (minutes) => {
      const untilMs = cloud.timeline.nowMs + minutes * 60_000;
      cloud.observations.watchUntil(untilMs);
      await cloud.loop.run({ untilMs });
    },
    roster: () => {
      const request = { TableName: rosterTableName };
      const { Items = [] } = cloud.dynamodb.operations.Scan.run(request, cloud.administrator());
      return new Map(
        Items.map((item) => {
          const values = Object.entries(item).map(([name, value]) => [name, value.S ?? value.N ?? '']);
          return [item['instanceId']?.S ?? '', Object.fromEntries(values)];
        }),
      );
    },
  };
}

/** An instance of a platform that registers as usual and on which every script succeeds. */
export function specOf(key: PlatformKey, changes: Partial<InstanceSpec> = {}): InstanceSpec {
  return {
    platform: platforms[key],
    architecture: platforms[key].architectures[0],
    imageId: imageOf(key).imageId,
    instanceType: 'm6i.large',
    availabilityZone: 'us-east-1a',
    vpcId: 'vpc-00000000000000001',
    subnetId: 'subnet-00000000000000001',
    instanceProfileArn: `arn:aws:iam::${'0'.repeat(12)}:instance-profile/managed`,
    tags: {},
    agentVersion: '3.3.4177.0',
    registration: { kind: 'late', delaySeconds: 10 },
    script: succeedingScript,
    ...changes,
  };
}
