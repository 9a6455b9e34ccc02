import type { Command as CommandShape } from '@aws-sdk/client-ssm';
import { type Command, commandStatuses } from './command.ts';
import { renderBucket, renderLogs } from './command-output.ts';

/** The `Command` shape of SendCommand and ListCommands. */
export function renderCommand(command: Command): CommandShape {
  const { request, details } = command;
  return {
    CommandId: request.id,
    DocumentName: request.document.documentName,
    DocumentVersion: request.documentVersion,
    Comment: request.comment,
    ExpiresAfter: new Date(request.expiresMs),
    Parameters: { ...request.parameters },
    InstanceIds: [...request.instanceIds],
    Targets: [...request.targets],
    RequestedDateTime: new Date(request.requestedMs),
    Status: commandStatuses[details],
    StatusDetails: details,
    ...renderBucket(request.output),
    MaxConcurrency: request.maxConcurrency,
    MaxErrors: request.maxErrors,
    TargetCount: command.targetCount,
    CompletedCount: command.completed,
    ErrorCount: command.errors,
    DeliveryTimedOutCount: command.deliveryTimedOut,
    ServiceRole: '',
    CloudWatchOutputConfig: renderLogs(request.output),
    TimeoutSeconds: request.timeoutSeconds,
  };
}
