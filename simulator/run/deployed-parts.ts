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

/** The parts of the deployed application that the invariants check. */
export interface DeployedParts {
  readonly functions: readonly DeployedFunction[];
  readonly queues: readonly DeployedQueue[];
  readonly scheduled: readonly ScheduledFunction[];
}

/** A function, the folder of `lambdas/` that it runs, read from its tag, and the alarms on it. */
export interface DeployedFunction extends FunctionSettings {
  readonly purpose: string | undefined;
  readonly alarmNames: readonly string[];
}

/** A queue, and the alarms on it. */
export interface DeployedQueue {
  readonly queue: Queue;
  /** False for a dead-letter queue, from which nothing receives. */
  readonly isWorkedOn: boolean;
  readonly alarmNames: readonly string[];
}

/** A function that schedules call (including disabled ones), and the alarms on its calls. */
export interface ScheduledFunction {
  readonly functionName: string;
  /** The period of its most frequent schedule. */
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
        functions.push({ ...settings, purpose: tagOf(resource, resourceTags.function), alarmNames });
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

/** The dimension that identifies the resource in the metrics of a type. */
const dimensions: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
};

/** The logical ids of the alarms on a metric of a resource, or on an expression of its metrics. */
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

/** The period of the most frequent schedule of a function, or undefined if no schedule calls it. */
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
