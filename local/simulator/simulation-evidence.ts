import { type AssemblyStack, readAssembly } from '../cloud/assembly.ts';
import type { LocalCloud } from '../cloud/cloud.ts';
import type { DeployedStack } from '../cloud/deployment/stack.ts';
import { isRecord } from '../cloud/wire/json-codec.ts';
import type { FunctionSettings } from '../services/lambda/lambda-function.ts';
import type { Queue } from '../services/sqs/queue.ts';
import type { DrawnFault, FaultKind } from './faults.ts';
import type { RosterRow } from './roster-table.ts';
import type { Launched } from './run.ts';
import type { SimulationWatch } from './simulation-watch.ts';
import type { SystemsManagerCalls } from './systems-manager-calls.ts';

/** What a run leaves behind, for the invariants to judge. */
export interface Evidence {
  readonly cloud: LocalCloud;
  readonly launched: readonly Launched[];
  readonly roster: readonly RosterRow[];
  readonly watch: SimulationWatch;
  readonly faults: Readonly<Partial<Record<FaultKind, DrawnFault>>>;
  readonly application: DeployedParts;
  readonly systemsManager: SystemsManagerCalls;
  /** When the launches began and when the faults ended, in virtual epoch milliseconds. */
  readonly beginMs: number;
  readonly faultsEndMs: number;
}

/** What the invariants ask of the deployed application. */
export interface DeployedParts {
  readonly functions: readonly FunctionSettings[];
  readonly queues: readonly DeployedQueue[];
}

/** A queue, and the alarms on it. */
export interface DeployedQueue {
  readonly queue: Queue;
  /** False for a dead-letter queue: nobody receives from it. */
  readonly isWorkedOn: boolean;
  readonly alarmNames: readonly string[];
}

/** Finds the functions and queues of the deployed stacks, and which alarms watch which queue. */
export function findParts(
  cloud: LocalCloud,
  assemblyFolder: string,
  stacks: readonly DeployedStack[],
): DeployedParts {
  const assembly = readAssembly(assemblyFolder);
  const functions: FunctionSettings[] = [];
  const queues: DeployedQueue[] = [];
  for (const { stackName, resources } of stacks) {
    const stack = assembly.find((candidate) => candidate.stackName === stackName);
    for (const [logicalId, resource] of resources) {
      if (resource.type === 'AWS::Lambda::Function')
        functions.push(cloud.lambda.settings(String(resource.attribute('Arn'))));
      if (resource.type !== 'AWS::SQS::Queue') continue;
      const queue = cloud.sqs.queue(String(resource.attribute('Arn')));
      const alarmNames = alarmsOn(stack, logicalId).flatMap((id) => resources.get(id)?.ref ?? []);
      queues.push({ queue, isWorkedOn: queue.settings.redrive !== undefined, alarmNames });
    }
  }
  return { functions, queues };
}

/** The logical ids of the alarms of a template that name a queue in a dimension. */
function alarmsOn(stack: AssemblyStack | undefined, queueId: string): string[] {
  const template = stack?.template;
  const resources = isRecord(template) && isRecord(template['Resources']) ? template['Resources'] : {};
  return Object.entries(resources).flatMap(([id, resource]) => {
    if (!isRecord(resource) || resource['Type'] !== 'AWS::CloudWatch::Alarm') return [];
    return JSON.stringify(resource['Properties']).includes(`["${queueId}","QueueName"]`) ? [id] : [];
  });
}
