import {
  type CommandInvocation,
  type CommandPlugin,
  GetCommandInvocationCommand,
  paginateListCommandInvocations,
  type SSMClient,
  SSMServiceException,
} from '@aws-sdk/client-ssm';
import { readPages } from '../../../lambdas/shared/clients/read-pages.ts';
import { limits } from '../../../lambdas/shared/domain/limits.ts';
import type { NodeOutput } from './node-result.ts';

/** How a command stands on a node. */
export interface Invocation {
  readonly commandId: string;
  readonly instanceId: string;
  readonly status: string;
  readonly statusDetails: string;
  readonly exitCode: number | undefined;
  readonly steps: readonly Step[];
}

/** A step of the document, as the list of invocations has it: both streams in one text of at most 2,500 characters. */
interface Step {
  readonly name: string;
  readonly output: string;
}

/** The title between stdout and stderr in the text of a step (amazon-ssm-agent, iohandler). */
const errorTitle = '\n----------ERROR-------\n';
/** A text of a step that is shorter than this has all of the output (botocore, CommandPlugin.Output: 2,500). */
const wholeBytesMax = 2_400;
/** What GetCommandInvocation gives at most (botocore, GetCommandInvocationResult). */
const stdoutMax = 24_000;
const stderrMax = 8_000;
/** What the agent writes where it cuts a stream off. */
const cutMark = '--output truncated--';

/** How a command stands on all of its nodes. The list is empty while Systems Manager does not show it yet. */
export async function readInvocations(client: SSMClient, commandId: string): Promise<Invocation[]> {
  const config = { client, pageSize: limits.commandsPerPageMax };
  const pages = paginateListCommandInvocations(config, { CommandId: commandId, Details: true });
  try {
    const found = await readPages(pages, ({ CommandInvocations }) => CommandInvocations);
    return found.flatMap((one) => readInvocation(commandId, one));
  } catch (error) {
    if (isCode(error, 'InvalidCommandId')) return [];
    throw error;
  }
}

function readInvocation(
  commandId: string,
  { InstanceId, Status, StatusDetails, CommandPlugins: plugins = [] }: CommandInvocation,
): Invocation[] {
  if (InstanceId === undefined || Status === undefined) return [];
  const failed = plugins.findLast((step) => step.Status === 'Failed' || step.Status === 'TimedOut');
  const code = (failed ?? plugins.findLast((step) => step.Status === 'Success'))?.ResponseCode;
  const exitCode = code === undefined || (code < 0 && failed === undefined) ? undefined : code;
  const steps = plugins.map(readStep);
  return [
    {
      ...{ commandId, instanceId: InstanceId, status: Status, exitCode, steps },
      statusDetails: StatusDetails ?? Status,
    },
  ];
}

function readStep({ Name: name = '', Output: output = '' }: CommandPlugin): Step {
  return { name, output };
}

/**
 * What a node printed in all steps. The list of invocations has short outputs as a whole. Only for a longer one
 * Systems Manager is asked again.
 */
export async function readOutput(client: SSMClient, invocation: Invocation): Promise<NodeOutput> {
  const outputs: NodeOutput[] = [];
  for (const step of invocation.steps) outputs.push(await readStepOutput(client, invocation, step));
  return {
    stdout: outputs.map(({ stdout }) => stdout).join(''),
    stderr: outputs.map(({ stderr }) => stderr).join(''),
    isCut: outputs.some(({ isCut }) => isCut),
  };
}

async function readStepOutput(
  client: SSMClient,
  { commandId, instanceId }: Invocation,
  { name, output }: Step,
): Promise<NodeOutput> {
  if (Buffer.byteLength(output) < wholeBytesMax) return { ...splitStreams(output), isCut: false };
  const request = { CommandId: commandId, InstanceId: instanceId, PluginName: name };
  try {
    const answer = await client.send(new GetCommandInvocationCommand(request));
    const { StandardOutputContent: stdout = '', StandardErrorContent: stderr = '' } = answer;
    return { stdout, stderr, isCut: isCut(stdout, stdoutMax) || isCut(stderr, stderrMax) };
  } catch (error) {
    // Systems Manager shows an invocation in the list before it shows it here.
    if (isCode(error, 'InvocationDoesNotExist')) return { ...splitStreams(output), isCut: true };
    throw error;
  }
}

function splitStreams(output: string): { stdout: string; stderr: string } {
  const [stdout = '', ...others] = output.split(errorTitle);
  return { stdout, stderr: others.join(errorTitle) };
}

function isCut(text: string, charactersMax: number): boolean {
  return text.length >= charactersMax || text.endsWith(cutMark);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof SSMServiceException && error.name === code;
}
