import type { Command as CommandShape, SendCommandRequest, SendCommandResult } from '@aws-sdk/client-ssm';
import {
  type CommandDocument,
  type ParameterValues,
  stepTimeoutSeconds,
} from '../../../agent/command-document.ts';
import type { Host } from '../../../core/host.ts';
import { tagConditions } from '../../../core/iam/tag-conditions.ts';
import {
  type Authorization,
  type CallContext,
  NotEmulatedError,
  type Operation,
  ServiceError,
} from '../../../core/service.ts';
import type { Instance } from '../../ec2/ec2-instance.ts';
import type { Fleet } from '../../ec2/instance-fleet.ts';
import { assertRunnable } from '../documents/document-content.ts';
import type { DocumentStore, DocumentVersion } from '../documents/document-store.ts';
import type { RequestRate } from '../request-rate.ts';
import { Validation } from '../validation.ts';
import { checkParameters } from './check-parameters.ts';
import { checkPlatforms, chooseNamed, namedIds, targetedInstances } from './choose-instances.ts';
import { Command, commandStatuses } from './command.ts';
import type { CommandLog } from './command-log.ts';
import type { Dispatcher } from './dispatcher.ts';

/** For how long reads may miss a fresh command, at most. Assumed. */
const INVISIBLE_MS_MAX = 2_000;
const TIMEOUT_DEFAULT_SECONDS = 3600;
const NOT_EMULATED = [
  'ServiceRoleArn',
  'NotificationConfig',
  'AlarmConfiguration',
  'CloudWatchOutputConfig',
  'OutputS3BucketName',
  'OutputS3KeyPrefix',
  'OutputS3Region',
] as const;

/** What SendCommand works on. */
export interface CommandWorld {
  readonly host: Host;
  readonly fleet: Fleet;
  readonly documents: DocumentStore;
  readonly log: CommandLog;
  readonly dispatcher: Dispatcher;
  readonly rate: RequestRate;
}

/**
 * SendCommand. It has no idempotency token: the same call twice makes two commands. One bad instance id refuses the
 * whole call.
 */
export function sendCommand(world: CommandWorld): Operation<SendCommandRequest, SendCommandResult> {
  return {
    authorize: (input, context) => authorize(world, input, context),
    run(input, { nowMs }) {
      world.rate.take();
      validate(input);
      const document = readDocument(world.documents, input);
      const command = makeCommand(world, { input, document, nowMs });
      world.log.add(command);
      world.host.trace('ssm.command', {
        commandId: command.request.id,
        document: `${document.documentName}:${document.version}`,
        instances: command.targetIds.join(' '),
      });
      if (command.targetCount === 0) command.details = 'NoInstancesInTag';
      else world.dispatcher.start(command);
      return { Command: renderCommand(command) };
    },
  };
}

function authorize(world: CommandWorld, input: SendCommandRequest, context: CallContext): Authorization[] {
  const { partition, region, accountId } = world.host;
  const action = 'ssm:SendCommand';
  const ids =
    namedIds(input) ?? targetedInstances(world.fleet, input.Targets ?? [], context.nowMs).map(({ id }) => id);
  const roleArn = input.ServiceRoleArn;
  return [
    { action, resource: world.documents.arn(input.DocumentName ?? '') },
    ...ids.map((id) => ({
      action,
      resource: id.startsWith('mi-')
        ? `arn:${partition}:ssm:${region}:${accountId}:managed-instance/${id}`
        : `arn:${partition}:ec2:${region}:${accountId}:instance/${id}`,
      conditions: tagConditions(world.fleet.find(id)?.tags(context.nowMs) ?? {}, [
        'ssm:resourceTag',
        'aws:ResourceTag',
      ]),
    })),
    ...(roleArn === undefined
      ? []
      : [
          {
            action: 'iam:PassRole',
            resource: roleArn,
            conditions: { 'iam:PassedToService': 'ssm.amazonaws.com' },
          },
        ]),
  ];
}

function validate(input: SendCommandRequest): void {
  const validation = new Validation()
    .required(input.DocumentName, 'documentName')
    .pattern(input.DocumentName, 'documentName', /^[a-zA-Z0-9_\-.:/]{3,128}$/)
    .pattern(input.DocumentVersion, 'documentVersion', /^(\$LATEST|\$DEFAULT|[1-9][0-9]*)$/)
    .length(input.DocumentHash, 'documentHash', [0, 256])
    .oneOf(input.DocumentHashType, 'documentHashType', ['Sha256', 'Sha1'])
    .range(input.TimeoutSeconds, 'timeoutSeconds', [30, 2_592_000])
    .length(input.Comment, 'comment', [0, 100])
    .length(input.Targets, 'targets', [0, 5])
    .length(input.MaxConcurrency, 'maxConcurrency', [1, 7])
    .pattern(input.MaxConcurrency, 'maxConcurrency', /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/)
    .length(input.MaxErrors, 'maxErrors', [1, 7])
    .pattern(input.MaxErrors, 'maxErrors', /^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$/);
  input.Targets?.forEach((target, index) => {
    validation.length(target.Key, `targets.${index + 1}.member.key`, [1, 163]);
    const valuesMax = target.Key?.startsWith('tag:') === true ? 5 : 50;
    validation.length(target.Values, `targets.${index + 1}.member.values`, [0, valuesMax]);
  });
  validation.done();
  const unsupported = NOT_EMULATED.find((member) => input[member] !== undefined);
  if (unsupported !== undefined) throw new NotEmulatedError(`SendCommand with ${unsupported}`);
  const hasIds = (input.InstanceIds?.length ?? 0) > 0;
  const hasTargets = (input.Targets?.length ?? 0) > 0;
  if (hasIds === hasTargets)
    throw new ServiceError(
      'ValidationException',
      `Specify instance IDs or targets, one of the two: received ${hasIds ? 'both' : 'neither'}`,
    );
}

function readDocument(
  documents: DocumentStore,
  input: SendCommandRequest,
): DocumentVersion & { command: CommandDocument } {
  const document = documents.get(input.DocumentName ?? '');
  const version = documents.version(document, input.DocumentVersion);
  const { command } = version;
  if (command === undefined)
    throw new ServiceError(
      'InvalidDocument',
      `Document ${document.name} is of type ${document.type}; SendCommand takes Command`,
    );
  if (input.DocumentHashType === 'Sha1')
    throw new NotEmulatedError('DocumentHashType Sha1, which is deprecated');
  if (input.DocumentHash !== undefined && input.DocumentHash.toLowerCase() !== version.hash)
    throw new ServiceError(
      'InvalidDocument',
      `The hash of document ${document.name} version ${version.version} is not ${input.DocumentHash}`,
    );
  assertRunnable(command);
  return { ...version, command };
}

function makeCommand(
  world: CommandWorld,
  call: {
    input: SendCommandRequest;
    document: DocumentVersion & { command: CommandDocument };
    nowMs: number;
  },
): Command {
  const { input, document, nowMs } = call;
  const random = world.host.random('ssm/commands');
  const values = checkParameters(document.command, input.Parameters ?? {});
  const timeoutSeconds = input.TimeoutSeconds ?? TIMEOUT_DEFAULT_SECONDS;
  const executionSeconds = executionTimeoutSeconds(document.command, values);
  const request = {
    id: random.uuid(),
    sequence: world.log.nextSequence(),
    requestedMs: nowMs,
    visibleFromMs: nowMs + random.integer(0, INVISIBLE_MS_MAX),
    document,
    documentVersion: input.DocumentVersion ?? '$DEFAULT',
    // The fleet's own texts: those of the request would be kept beside them, one for each invocation.
    instanceIds: (input.InstanceIds ?? []).map((id) => world.fleet.find(id)?.id ?? id),
    targets: input.Targets ?? [],
    parameters: input.Parameters ?? {},
    values,
    comment: input.Comment ?? '',
    timeoutSeconds,
    expiresMs: nowMs + (timeoutSeconds + executionSeconds) * 1000,
    maxConcurrency: input.MaxConcurrency ?? '50',
    maxErrors: input.MaxErrors ?? '0',
  };
  return new Command(request, chooseInstances(world, call));
}

function chooseInstances(
  { fleet, host }: CommandWorld,
  { input, document, nowMs }: { input: SendCommandRequest; document: DocumentVersion; nowMs: number },
): readonly Instance[] {
  const ids = namedIds(input);
  if (ids === undefined) return targetedInstances(fleet, input.Targets ?? [], nowMs);
  const random = host.random('ssm/refusals');
  const instances = chooseNamed(ids, { fleet, nowMs, accountId: host.accountId, random });
  checkPlatforms(document, instances);
  return instances;
}

/** The time that all steps together may take: the second part of the total timeout. */
function executionTimeoutSeconds(document: CommandDocument, values: ParameterValues): number {
  return document.steps.reduce((sum, step) => sum + stepTimeoutSeconds(step, values), 0);
}

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
    OutputS3BucketName: '',
    OutputS3KeyPrefix: '',
    MaxConcurrency: request.maxConcurrency,
    MaxErrors: request.maxErrors,
    TargetCount: command.targetCount,
    CompletedCount: command.completed,
    ErrorCount: command.errors,
    DeliveryTimedOutCount: command.deliveryTimedOut,
    ServiceRole: '',
    CloudWatchOutputConfig: { CloudWatchLogGroupName: '', CloudWatchOutputEnabled: false },
    TimeoutSeconds: request.timeoutSeconds,
  };
}
