import type { CommandInvocation, CommandPlugin, GetCommandInvocationResult } from '@aws-sdk/client-ssm';
import type { StepResult } from '../../../agent/run-events.ts';
import { type Command, invocationStatuses } from './command.ts';
import { type CommandOutput, renderBucket, renderLogs } from './command-output.ts';
import { reportedSteps } from './invocation-run.ts';

/** Characters of stdout and stderr that GetCommandInvocation shows. */
const STDOUT_MAX = 24_000;
const STDERR_MAX = 8_000;

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
    CloudWatchOutputConfig: renderLogs(request.output),
  };
}

/** Every step of the document, once for each name: what the agent has reported of it, or how the invocation stands. */
function renderPlugins(command: Command, index: number): CommandPlugin[] {
  const { startedMs } = command.runOf(index);
  const reported = new Map(reportedSteps(command, index).map((step) => [step.name, step]));
  return stepNames(command).map((name) => {
    const step = reported.get(name);
    return step === undefined
      ? pendingPlugin(command, index, name)
      : renderStep(step, startedMs, command.request.output);
  });
}

function renderStep(step: StepResult, startedMs: number, output: CommandOutput): CommandPlugin {
  return {
    Name: step.name,
    ...stepStatus(step),
    ResponseCode: step.exitCode,
    ResponseStartDateTime: new Date(startedMs + step.startMs),
    ResponseFinishDateTime: new Date(startedMs + step.endMs),
    Output: step.output,
    StandardOutputUrl: '',
    StandardErrorUrl: '',
    ...renderBucket(output),
  };
}

/** The names of the document's steps; the service has one entry for each name. */
export function stepNames(command: Command): string[] {
  return [...new Set(command.request.document.command?.steps.map(({ name }) => name))];
}

/** Before a report, and when none will come, a step shows the state of the invocation and -1. */
function pendingPlugin(command: Command, index: number, name: string): CommandPlugin {
  const fine = command.detailsOf(index);
  const status = invocationStatuses[fine];
  const shown = status === 'Delayed' ? 'Pending' : status === 'Cancelling' ? 'InProgress' : status;
  return { Name: name, Status: shown, StatusDetails: fine, ResponseCode: -1, Output: '' };
}

/** A step that waits for a reboot is still in progress for the service: assumed. */
function stepStatus({ status }: StepResult) {
  if (status === 'TimedOut') return { Status: 'TimedOut', StatusDetails: 'ExecutionTimedOut' } as const;
  if (status === 'SuccessAndReboot') return { Status: 'InProgress', StatusDetails: 'InProgress' } as const;
  const shown = status === 'Skipped' ? 'Success' : status;
  return { Status: shown, StatusDetails: shown } as const;
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
    StandardOutputContent: (step?.standardOutput ?? '').slice(0, STDOUT_MAX),
    StandardOutputUrl: '',
    StandardErrorContent: (step?.standardError ?? '').slice(0, STDERR_MAX),
    StandardErrorUrl: '',
    CloudWatchOutputConfig: renderLogs(request.output),
  };
}
