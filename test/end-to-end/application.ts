import { type InstanceSpec, instanceLike, type PlatformKey, type TraceLine } from 'local-cloud';
import { declaredIn } from '../../simulator/run/declared-resources.ts';
import {
  type ApplicationOptions,
  deployApplication,
  type LocalApplication,
} from '../../simulator/run/deploy-application.ts';
import { findParts } from '../../simulator/run/deployed-parts.ts';
import { scheduleOf } from '../changed-assembly.ts';
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
  /** The name of the schedule that calls the function for a purpose most often. */
  scheduleName(purpose: string): string;
  /** Trace lines of one kind so far. */
  lines(kind: string): TraceLine[];
  /** Lets virtual minutes pass, with alarms evaluated. */
  pass(minutes: number): Promise<void>;
  /** Roster entries by instance id, as plain values. */
  roster(): Map<string, Record<string, string>>;
}

/** Deploys the synthesized application, or another assembly, with the stacks of these capabilities besides its own. `before` prepares the account. */
export async function startApplication(
  seed = 1,
  folder = assemblyFolder(),
  capabilities: readonly string[] = [],
  more: Pick<ApplicationOptions, 'before' | 'ssm'> = {},
): Promise<Application> {
  const application = await deployApplication(folder, { seed, capabilities, ...more });
  const { cloud, stacks, rosterTableName } = application;
  const lines: TraceLine[] = [];
  cloud.record.listen((line) => lines.push(line));
  const { functions, queues } = findParts(cloud, stacks);
  const functionFor = (purpose: string) => {
    const found = functions.find((one) => one.purpose === purpose);
    if (found === undefined) throw new Error(`no function for ${purpose}`);
    return found;
  };
  const launchQueue = queues.find(({ queue }) => queue.url === application.launchQueueUrl)?.queue;
  return {
    ...application,
    onboardArn: functionFor('onboard').arn,
    onboardRoleArn: functionFor('onboard').roleArn,
    recheckArn: functionFor('recheck').arn,
    recheckRoleArn: functionFor('recheck').roleArn,
    sweepRoleArn: functionFor('sweep').roleArn,
    deadLetterQueueArn: launchQueue?.settings.redrive?.deadLetterTargetArn ?? '',
    launchQueueArn: launchQueue?.arn ?? '',
    scheduleName: (purpose) => {
      const declared = stacks.flatMap(({ source }) => declaredIn(source));
      const { logicalId } = scheduleOf(purpose)(declared);
      return stacks.flatMap(({ resources }) => resources.get(logicalId)?.ref ?? [])[0] ?? '';
    },
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
        Items.filter((item) => item['instanceId']?.S?.startsWith('#') === false).map((item) => {
          const values = Object.entries(item).map(([name, value]) => [name, value.S ?? value.N ?? '']);
          return [item['instanceId']?.S ?? '', Object.fromEntries(values)];
        }),
      );
    },
  };
}

/** An instance of a platform that registers as usual, with a profile, and on which every script succeeds. */
export function specOf(key: PlatformKey, changes: Partial<InstanceSpec> = {}): InstanceSpec {
  const instanceProfileArn = `arn:aws:iam::${'0'.repeat(12)}:instance-profile/managed`;
  return instanceLike(key, { instanceProfileArn, ...changes });
}
