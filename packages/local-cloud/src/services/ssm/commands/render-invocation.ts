import type { CommandInvocation, CommandPlugin, GetCommandInvocationResult } from '@aws-sdk/client-ssm';
import type { StepResult } from '../../../agent/run-document.ts';
import { type Command, invocationStatuses } from './command.ts';
import { runOf } from './dispatcher.ts';

/** The most characters of output in a list, and of stdout and stderr in GetCommandInvocation. */
const LISTED_OUTPUT_MAX = 2_500;
const STDOUT_MAX = 24_000;
const STDERR_MAX = 8_000;
const ERROR_SEPARATOR = '\n----------ERROR-------\n';

/** An invocation as ListCommandInvocations returns it. `withDetails` adds its steps. */
export function renderInvocation(
  command: Command,
  index: number,
  withDetails: boolean,
  nowMs: number,
): CommandInvocation {
  const { request } = command;
  const fine = command.detailsOf(index);
  return {
    CommandId: request.id,
    InstanceId: command.targetIds[index] ?? '',
    InstanceName: command.nameOf(index, nowMs),
    Comment: request.comment,
    DocumentName: request.document.documentName,
    DocumentVersion: request.documentVersion,
    RequestedDateTime: new Date(request.requestedMs),
    Status: invocationStatuses[fine],
    StatusDetails: fine,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    CommandPlugins: withDetails ? renderPlugins(command, index) : [],
    ServiceRole: '',
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
  };
}

/** The steps that the agent has reported: none until the document has ended, then every step that was reached. */
function reportedSteps(command: Command, index: number): readonly StepResult[] {
  const reported = ['Success', 'Failed', 'ExecutionTimedOut'].includes(command.detailsOf(index));
  return reported ? (runOf(command, index)?.steps ?? []) : [];
}

function renderPlugins(command: Command, index: number): CommandPlugin[] {
  const { startedMs } = command.runOf(index);
  const reported = reportedSteps(command, index);
  if (reported.length === 0) return pendingPlugins(command, index);
  return reported.map((step) => ({
    Name: step.name,
    ...stepStatus(step),
    ResponseCode: step.exitCode,
    ResponseStartDateTime: new Date(startedMs + step.startMs),
    ResponseFinishDateTime: new Date(startedMs + step.endMs),
    Output: outputOf(step).slice(0, LISTED_OUTPUT_MAX),
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    OutputS3Region: '',
    OutputS3BucketName: '',
    OutputS3KeyPrefix: '',
  }));
}

/** The steps without a report. Each one shows the status of the invocation and -1. */
function pendingPlugins(command: Command, index: number): CommandPlugin[] {
  const fine = command.detailsOf(index);
  const status = invocationStatuses[fine];
  const shown = status === 'Delayed' ? 'Pending' : status === 'Cancelling' ? 'InProgress' : status;
  return (command.request.document.command?.steps ?? []).map(({ name }) => ({
    Name: name,
    Status: shown,
    StatusDetails: fine,
    ResponseCode: -1,
    Output: '',
  }));
}

function stepStatus({ status }: StepResult) {
  if (status === 'TimedOut') return { Status: 'TimedOut', StatusDetails: 'ExecutionTimedOut' } as const;
  if (status === 'Failed') return { Status: 'Failed', StatusDetails: 'Failed' } as const;
  return { Status: 'Success', StatusDetails: 'Success' } as const;
}

function outputOf({ output, errorOutput }: StepResult): string {
  return errorOutput === '' ? output : `${output}${ERROR_SEPARATOR}${errorOutput}`;
}

/** One step of an invocation, by name, as GetCommandInvocation returns it. */
export function renderDetails(
  { command, index, name }: { command: Command; index: number; name: string },
  nowMs: number,
): GetCommandInvocationResult {
  const { request } = command;
  const { startedMs } = command.runOf(index);
  const fine = command.detailsOf(index);
  const step = reportedSteps(command, index).find((candidate) => candidate.name === name);
  const endMs = step === undefined ? undefined : startedMs + step.endMs;
  const text = (ms: number) => new Date(ms).toISOString();
  return {
    CommandId: request.id,
    InstanceId: command.targetIds[index] ?? '',
    Comment: request.comment,
    DocumentName: request.document.documentName,
    DocumentVersion: request.documentVersion,
    PluginName: name,
    ResponseCode: step?.exitCode ?? -1,
    ExecutionStartDateTime: startedMs === 0 ? '' : text(startedMs + (step?.startMs ?? 0)),
    ExecutionElapsedTime: startedMs === 0 ? '' : `PT${((endMs ?? nowMs) - startedMs) / 1000}S`,
    ExecutionEndDateTime: endMs === undefined ? '' : text(endMs),
    ...(step === undefined ? { Status: invocationStatuses[fine], StatusDetails: fine } : stepStatus(step)),
    StandardOutputContent: (step?.output ?? '').slice(0, STDOUT_MAX),
    StandardOutputUrl: '',
    StandardErrorContent: (step?.errorOutput ?? '').slice(0, STDERR_MAX),
    StandardErrorUrl: '',
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
  };
}
