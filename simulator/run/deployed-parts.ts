import {
  type AssemblyStack,
  type DeployedStack,
  type FunctionSettings,
  isRecord,
  type LocalCloud,
  type Queue,
  readAssembly,
  readExpression,
} from 'local-cloud';

/** What the invariants ask of the deployed application. */
export interface DeployedParts {
  readonly functions: readonly FunctionSettings[];
  readonly queues: readonly DeployedQueue[];
  readonly scheduled: readonly ScheduledFunction[];
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
export function findParts(
  cloud: LocalCloud,
  assemblyFolder: string,
  stacks: readonly DeployedStack[],
): DeployedParts {
  const assembly = readAssembly(assemblyFolder);
  const functions: FunctionSettings[] = [];
  const queues: DeployedQueue[] = [];
  const scheduled: ScheduledFunction[] = [];
  for (const { stackName, resources } of stacks) {
    const declared = declaredIn(assembly.find((candidate) => candidate.stackName === stackName));
    const alarmsOn = (value: object) =>
      declared
        .filter(({ type, text }) => type === 'AWS::CloudWatch::Alarm' && text.includes(JSON.stringify(value)))
        .flatMap(({ id }) => resources.get(id)?.ref ?? []);
    for (const [logicalId, resource] of resources) {
      if (resource.type === 'AWS::Lambda::Function') {
        const settings = cloud.lambda.settings(String(resource.attribute('Arn')));
        functions.push(settings);
        const periods = periodsSecondsOf(declared, logicalId);
        const [periodSeconds] = periods.sort((one, other) => one - other);
        const alarmNames = alarmsOn({ Ref: logicalId });
        const { functionName } = settings;
        if (periodSeconds !== undefined) scheduled.push({ functionName, periodSeconds, alarmNames });
      }
      if (resource.type !== 'AWS::SQS::Queue') continue;
      const queue = cloud.sqs.queue(String(resource.attribute('Arn')));
      const alarmNames = alarmsOn({ 'Fn::GetAtt': [logicalId, 'QueueName'] });
      queues.push({ queue, isWorkedOn: queue.settings.redrive !== undefined, alarmNames });
    }
  }
  return { functions, queues, scheduled };
}

/** A resource as its template declares it, and its properties as text. */
interface Declared {
  readonly id: string;
  readonly type: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly text: string;
}

function declaredIn(stack: AssemblyStack | undefined): readonly Declared[] {
  const template = stack?.template;
  const resources = isRecord(template) && isRecord(template['Resources']) ? template['Resources'] : {};
  return Object.entries(resources).map(([id, resource]) => {
    const { Type: type, Properties } = isRecord(resource) ? resource : {};
    const properties = isRecord(Properties) ? Properties : {};
    return { id, type, properties, text: JSON.stringify(properties) };
  });
}

/** How often schedules call a function: the time between two of their moments. */
function periodsSecondsOf(declared: readonly Declared[], functionId: string): number[] {
  const called = JSON.stringify({ Arn: { 'Fn::GetAtt': [functionId, 'Arn'] } }).slice(1, -1);
  return declared
    .filter(({ type, text }) => type === 'AWS::Scheduler::Schedule' && text.includes(called))
    .flatMap(({ properties }) => {
      const { next } = readExpression(String(properties['ScheduleExpression']));
      const first = next(0, 0);
      const second = first === undefined ? undefined : next(first + 1, 0);
      return first === undefined || second === undefined ? [] : [(second - first) / 1000];
    });
}
