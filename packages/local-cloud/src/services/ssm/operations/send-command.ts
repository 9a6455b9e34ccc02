import type { SendCommandRequest, SendCommandResult } from '@aws-sdk/client-ssm';
import type { CommandDocument } from '../../../agent/command-document.ts';
import { tagConditions } from '../../../core/iam/tag-conditions.ts';
import {
  type Authorization,
  type CallContext,
  NotEmulatedError,
  type Operation,
  ServiceError,
} from '../../../core/service.ts';
import { checkSendCommand } from '../commands/check-send-command.ts';
import { namedIds, targetedInstances } from '../commands/choose-instances.ts';
import type { CommandWorld } from '../commands/command-world.ts';
import { makeCommand } from '../commands/make-command.ts';
import { renderCommand } from '../commands/render-command.ts';
import type { DocumentStore, DocumentVersion } from '../documents/document-store.ts';
import { nodeArn } from '../nodes/managed-node.ts';

/**
 * SendCommand. It has no idempotency token: two equal calls create two commands. One invalid instance id fails the
 * whole call.
 */
export function sendCommand(world: CommandWorld): Operation<SendCommandRequest, SendCommandResult> {
  return {
    authorize: (input, context) => authorize(world, input, context),
    run(input, { nowMs }) {
      world.rate.take();
      checkSendCommand(input);
      const document = readDocument(world.documents, input);
      const command = makeCommand(world, { input, document, nowMs });
      world.log.add(command);
      world.host.trace('ssm.command', {
        commandId: command.request.id,
        document: `${document.documentName}:${document.version}`,
        instances: command.targetIds.join(' '),
        ...(input.Comment === undefined ? {} : { comment: input.Comment }),
      });
      if (command.targetCount === 0) command.details = 'NoInstancesInTag';
      else world.dispatcher.start(command);
      return { Command: renderCommand(command) };
    },
  };
}

function authorize(world: CommandWorld, input: SendCommandRequest, context: CallContext): Authorization[] {
  const action = 'ssm:SendCommand';
  const ids =
    namedIds(input) ?? targetedInstances(world.nodes, input.Targets ?? [], context.nowMs).map(({ id }) => id);
  const roleArn = input.ServiceRoleArn;
  return [
    { action, resource: world.documents.arn(input.DocumentName ?? '') },
    ...ids.map((id) => ({
      action,
      resource: nodeArn(world.host, id),
      conditions: tagConditions(world.nodes.find(id)?.tags(context.nowMs) ?? {}, [
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
  return { ...version, command };
}
