import {
  type DeployedStack,
  type FunctionSettings,
  isRecord,
  type LocalCloud,
  type Queue,
} from 'local-cloud';
import { resourceTags } from '../../lambdas/shared/runtime/contract.ts';
import {
  type DeclaredResource,
  declaredIn,
  findSchedules,
  recordOf,
  refersTo,
  tagOf,
} from './declared-resources.ts';

/** What the invariants ask of the deployed application. */
export interface DeployedParts {
  readonly functions: readonly DeployedFunction[];
  readonly queues: readonly DeployedQueue[];
  readonly scheduled: readonly ScheduledFunction[];
}

/** A function, and which folder of `lambdas/` it runs, as its tag says. */
export interface DeployedFunction extends FunctionSettings {
  readonly purpose: string | undefined;
}

/** A queue, and the alarms on it. */
export interface DeployedQueue {
  readonly queue: Queue;
  /** False for a dead-letter queue: nobody receives from it. */
  readonly isWorkedOn: boolean;
  readonly alarmNames: readonly string[];
}

/** A function that schedules call, disabled ones included, and the alarms on its calls. */
export interface ScheduledFunction {
  readonly functionName: string;
  /** Of the schedule that calls it most often. */
  readonly periodSeconds: number;
  readonly alarmNames: readonly string[];
}

/** Finds the functions and queues of the deployed stacks, which schedules call them, and which alarms watch them. */
export function findParts(cloud: LocalCloud, stacks: readonly DeployedStack[]): DeployedParts {
  const functions: DeployedFunction[] = [];
  const queues: DeployedQueue[] = [];
  const scheduled: ScheduledFunction[] = [];
  for (const { source, resources } of stacks) {
    const declared = declaredIn(source);
    for (const resource of declared) {
      const { logicalId, type } = resource;
      const deployed = resources.get(logicalId);
      if (deployed === undefined) continue;
      const alarmNames = alarmsOn(resource, declared).flatMap((id) => resources.get(id)?.ref ?? []);
      if (type === 'AWS::Lambda::Function') {
        const settings = cloud.lambda.settings(String(deployed.attribute('Arn')));
        functions.push({ ...settings, purpose: tagOf(resource, resourceTags.function) });
        const periodSeconds = shortestPeriodSeconds(declared, logicalId);
        if (periodSeconds !== undefined)
          scheduled.push({ functionName: settings.functionName, periodSeconds, alarmNames });
      }
      if (type !== 'AWS::SQS::Queue') continue;
      const queue = cloud.sqs.queue(String(deployed.attribute('Arn')));
      queues.push({ queue, isWorkedOn: queue.settings.redrive !== undefined, alarmNames });
    }
  }
  return { functions, queues, scheduled };
}

/** The dimension by which the metrics of a resource of a type are told from those of others. */
const dimensions: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
};

/** The logical ids of the alarms that watch a metric of a resource, or one that is computed from some. */
function alarmsOn(
  { logicalId, type }: DeclaredResource,
  declared: readonly DeclaredResource[],
): readonly string[] {
  return declared
    .filter((resource) => resource.type === 'AWS::CloudWatch::Alarm')
    .filter(({ properties }) =>
      dimensionsOf(properties).some(
        ({ Name, Value }) => Name === dimensions[type] && refersTo(Value, logicalId),
      ),
    )
    .map((alarm) => alarm.logicalId);
}

function dimensionsOf({ Dimensions, Metrics }: Readonly<Record<string, unknown>>) {
  const metrics = recordsOf(Metrics).map(({ MetricStat }) => recordOf(recordOf(MetricStat)['Metric']));
  return [...recordsOf(Dimensions), ...metrics.flatMap((metric) => recordsOf(metric['Dimensions']))];
}

/** The time between two calls by the schedule that calls a function most often; undefined when none does. */
function shortestPeriodSeconds(
  declared: readonly DeclaredResource[],
  functionId: string,
): number | undefined {
  const periods = findSchedules(declared, functionId).map(({ periodSeconds }) => periodSeconds);
  return periods.length === 0 ? undefined : Math.min(...periods);
}

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
