import type { Host, ServiceEvent } from '../../../core/host.ts';
import { nodeArn } from '../nodes/managed-node.ts';
import { type Command, commandStatuses, type InvocationDetails, invocationStatuses } from './command.ts';

/**
 * Sends the status changes of a command and its invocations to the event bus. The events have no StatusDetails and no
 * tags.
 */
export class CommandEvents {
  readonly #host: Host;
  readonly #emit: (event: ServiceEvent) => void;

  constructor(host: Host, emit: (event: ServiceEvent) => void) {
    this.#host = host;
    this.#emit = emit;
  }

  /** Called when the status of an invocation has changed. */
  invocationChanged(command: Command, instanceId: string, details: InvocationDetails): void {
    this.#emit({
      source: 'aws.ssm',
      detailType: 'EC2 Command Invocation Status-change Notification',
      resources: [nodeArn(this.#host, instanceId)],
      detail: {
        'command-id': command.request.id,
        'document-name': command.request.document.documentName,
        'instance-id': instanceId,
        'requested-date-time': new Date(command.request.requestedMs).toISOString(),
        status: invocationStatuses[details],
      },
    });
  }

  /** Called when the status of the command has changed. */
  commandChanged(command: Command): void {
    const { request } = command;
    this.#emit({
      source: 'aws.ssm',
      detailType: 'EC2 Command Status-change Notification',
      resources: command.targetIds.map((id) => nodeArn(this.#host, id)),
      detail: {
        'command-id': request.id,
        'document-name': request.document.documentName,
        'expire-after': new Date(request.expiresMs).toISOString(),
        parameters: request.parameters,
        'requested-date-time': new Date(request.requestedMs).toISOString(),
        status: commandStatuses[command.details],
      },
    });
  }
}
