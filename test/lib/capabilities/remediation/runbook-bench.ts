import {
  type AutomationExecution,
  type Command,
  GetAutomationExecutionCommand,
  ListCommandsCommand,
  SSMClient,
  StartAutomationExecutionCommand,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import {
  type AssemblyStack,
  deployStack,
  type Instance,
  isRecord,
  type LocalCloud,
  ServiceError,
  sdkSettings,
} from 'local-cloud';
import { newCloud } from 'local-cloud/test/cloud-bench.ts';
import { spec } from 'local-cloud/test/services/ec2/pretend-world.ts';
import type { RunbookId } from '../../../../lib/capabilities/remediation/runbook-catalog.ts';
import { declareAwsDocuments } from '../../../../simulator/remediation/aws-documents.ts';
import { partOfStack } from '../../../end-to-end/part-of-stack.ts';
import { synthesizeStack } from '../../synthesize.ts';

/** An account with the runbooks of Muster as they are deployed. */
export interface RunbookBench {
  readonly cloud: LocalCloud;
  /** Launches an instance, and lets it come up. Without a profile it is not managed. */
  launch(changes?: Parameters<typeof spec>[0]): Promise<Instance>;
  start(id: RunbookId, parameters: Readonly<Record<string, string>>): Promise<string>;
  /** Starts a runbook on the instances with a tag, one at a time, and returns the id of the parent. */
  startOver(
    id: RunbookId,
    tag: readonly [key: string, value: string],
    parameters?: Readonly<Record<string, string>>,
  ): Promise<string>;
  /** Stops an execution, unless it has ended. */
  stop(executionId: string): Promise<void>;
  execution(executionId: string): Promise<AutomationExecution>;
  /** Starts a runbook and lets it come to its end. */
  run(id: RunbookId, parameters: Readonly<Record<string, string>>): Promise<AutomationExecution>;
  /** The most steps of each runbook that succeeded, so far. */
  stepsMax(): ReadonlyMap<string, number>;
  /** The command that was sent last. */
  latestCommand(): Promise<Command | undefined>;
  /** The bodies of the messages that came into the launch queue since the last call. */
  takeLaunchMessages(): string[];
  /** The role of Muster's instance profile, and its policy. */
  access(): { readonly policyArn: string; readonly roleName: string };
  /** Has the next `times` calls of an operation refused. */
  refuse(service: string, operation: string, code: string, times?: number): void;
}

/** How long the longest runbook takes: an agent without credentials asks again after half an hour. */
const longestSeconds = 2 * 3600;

/** Deploys the runbooks, and what they use of the onboarding. */
export async function runbookBench(): Promise<RunbookBench> {
  const { cloud } = newCloud();
  for (const [stackName, bundle] of [
    ['MusterOnboarding', 'none'],
    ['MusterRemediation', 'role-access'],
  ] as const) {
    const template = synthesizeStack(stackName, { remediation: {} }).toJSON();
    const roots = Object.entries<{ Type: string; Properties?: { Name?: string } }>(template.Resources)
      .filter(([, { Type: type, Properties }]) =>
        stackName === 'MusterRemediation'
          ? type.startsWith('AWS::SSM::')
          : /instance-access\/(?!agent)|launch-queue-url/.test(Properties?.Name ?? ''),
      )
      .map(([id]) => id);
    const part = partOfStack(template.Resources, roots, { stackName, capability: bundle });
    await deployStack(cloud, withParameters(part, template.Parameters));
  }
  declareAwsDocuments(cloud);
  const ssm = new SSMClient(sdkSettings(cloud));
  const parameter = (name: string) =>
    cloud.ssm.parameters.find((one) => one.name === `/muster/${name}`)?.versions.at(-1)?.value ?? '';
  const stepsMax = new Map<string, number>();
  const bench: RunbookBench = {
    cloud,
    async launch(changes = {}) {
      const [instance] = cloud.ec2.launch([spec(changes)]);
      if (instance === undefined) throw new Error('one instance');
      await cloud.pass(600);
      return instance;
    },
    async start(id, parameters) {
      const input = { DocumentName: `Muster-${id}`, Parameters: listed(parameters) };
      return (await ssm.send(new StartAutomationExecutionCommand(input))).AutomationExecutionId ?? '';
    },
    async startOver(id, [key, value], parameters = {}) {
      const Parameters = listed(parameters);
      const command = new StartAutomationExecutionCommand({
        ...{ DocumentName: `Muster-${id}`, TargetParameterName: 'InstanceId', MaxConcurrency: '1' },
        Targets: [{ Key: `tag:${key}`, Values: [value] }],
        ...(Object.keys(Parameters).length === 0 ? {} : { Parameters }),
      });
      return (await ssm.send(command)).AutomationExecutionId ?? '';
    },
    async stop(AutomationExecutionId) {
      const { AutomationExecutionStatus: status } = await bench.execution(AutomationExecutionId);
      if (status === 'Success') return;
      await ssm.send(new StopAutomationExecutionCommand({ AutomationExecutionId, Type: 'Cancel' }));
    },
    async execution(AutomationExecutionId) {
      const command = new GetAutomationExecutionCommand({ AutomationExecutionId });
      const { AutomationExecution: found } = await ssm.send(command);
      if (found === undefined) throw new Error('no such execution');
      return found;
    },
    async run(id, parameters) {
      const executionId = await bench.start(id, parameters);
      await cloud.pass(longestSeconds);
      const ended = await bench.execution(executionId);
      const steps = stepsOf(ended);
      if (steps.every((step) => step.endsWith('Success')))
        stepsMax.set(id, Math.max(stepsMax.get(id) ?? 0, steps.length));
      return ended;
    },
    stepsMax: () => stepsMax,
    async latestCommand() {
      const { Commands: commands } = await ssm.send(new ListCommandsCommand({}));
      return commands?.[0];
    },
    takeLaunchMessages() {
      const queue = cloud.sqs.queue(cloud.sqs.arnOfUrl(parameter('onboarding/launch-queue-url')));
      const bodies = queue.receive(10).map(({ body }) => body);
      queue.purge();
      return bodies;
    },
    access: () => ({
      policyArn: parameter('instance-access/policy-arn'),
      roleName: parameter('instance-access/role-name'),
    }),
    refuse(service, operation, code, times = 1) {
      let left = times;
      const refusal = new ServiceError(code, `${code} (refused by the test)`);
      cloud.faults = {
        refuseStepCall: (asked) =>
          asked.service === service && asked.name === operation && left-- > 0 ? refusal : undefined,
      };
    },
  };
  return bench;
}

/** Parameters as the service takes them: lists of texts. */
function listed(parameters: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]]));
}

/** A part of a template with the parameters of the whole. */
function withParameters(part: AssemblyStack, Parameters: unknown): AssemblyStack {
  const template = isRecord(part.template) ? part.template : {};
  return { ...part, template: { ...template, Parameters } };
}

/** The steps that ran, each with how it ended. */
export function stepsOf({ StepExecutions = [] }: AutomationExecution): string[] {
  return StepExecutions.filter(({ StepStatus: status }) => status !== 'Pending').map(
    ({ StepName, StepStatus }) => `${StepName} ${StepStatus}`,
  );
}
