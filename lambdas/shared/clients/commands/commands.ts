import {
  paginateListCommands,
  SendCommandCommand,
  SSMClient,
  SSMServiceException,
} from '@aws-sdk/client-ssm';
import {
  deliverySeconds,
  type Order,
  type OrderAnswer,
  type RefusalKind,
} from '../../domain/commands/order.ts';
import { limits } from '../../domain/limits.ts';
import { orderCommentPrefix } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { readPages } from '../read-pages.ts';
import { type Clock, systemClock } from '../system-clock.ts';

/** A command that exists: its order and its instances. */
export interface SentCommand {
  readonly commandId: string;
  readonly instanceIds: readonly string[];
}

/** Run Command. */
export interface Commands {
  /**
   * Sends an order with one command, to all of its instances or to none. Returns a refusal; it throws none.
   */
  send(order: Order): Promise<OrderAnswer>;
  /**
   * The commands that were sent for an order since `sinceMs`: none, one, or several if the order was sent in
   * parts.
   */
  find(orderId: string, sinceMs: number): Promise<SentCommand[]>;
}

const throttlePausesMs = [1_000, 2_000, 4_000];

/**
 * Sends through Systems Manager. The SDK's own retries are off, because `SendCommand` has no idempotency
 * token: after a time-out a command may exist, and the caller must look for it. A throttled call has
 * certainly sent nothing, so it is tried again here, a few times. Another client does the reading, and it
 * retries as usual.
 */
export function createCommands(
  sender = connect(SSMClient, { maxAttempts: 1 }),
  reader = connect(SSMClient),
  clock: Clock = systemClock,
): Commands {
  const send = async (order: Order): Promise<OrderAnswer> => {
    let result = await sendOnce(sender, order);
    for (const pauseMs of throttlePausesMs) {
      if (!('kind' in result) || result.kind !== 'Throttled') break;
      await clock.pause(pauseMs);
      result = await sendOnce(sender, order);
    }
    return result;
  };

  return { send, find: (orderId, sinceMs) => findCommands(reader, orderId, sinceMs) };
}

async function sendOnce(client: SSMClient, order: Order): Promise<OrderAnswer> {
  try {
    const { Command } = await client.send(
      new SendCommandCommand({
        DocumentName: order.document,
        DocumentVersion: order.documentVersion,
        Parameters: Object.fromEntries(Object.entries(order.parameters).map(([k, v]) => [k, [...v]])),
        InstanceIds: [...order.instanceIds],
        Comment: `${orderCommentPrefix}${order.orderId}`,
        TimeoutSeconds: deliverySeconds,
        // By default a command stops at the first failed instance. But the instances of an order are
        // independent.
        MaxErrors: '100%',
        MaxConcurrency: '100%',
      }),
    );
    if (Command?.CommandId === undefined) return { kind: 'Unknown', message: 'the answer names no command' };
    return { commandId: Command.CommandId };
  } catch (error) {
    return readRefusal(error);
  }
}

/**
 * What errors of `SendCommand` mean (botocore, SendCommand; ThrottlingException and the like are not
 * modelled). After any other error, of AWS or not, a command may exist.
 */
const meanings: Readonly<Record<string, RefusalKind>> = {
  InvalidInstanceId: 'NotReady',
  UnsupportedPlatformType: 'UnsupportedPlatform',
  InvalidDocument: 'DocumentRefused',
  InvalidDocumentVersion: 'DocumentRefused',
  InvalidParameters: 'DocumentRefused',
  MaxDocumentSizeExceeded: 'DocumentRefused',
  InvalidRole: 'DocumentRefused',
  InvalidOutputFolder: 'DocumentRefused',
  InvalidNotificationConfig: 'DocumentRefused',
  DuplicateInstanceId: 'DocumentRefused',
  ValidationException: 'DocumentRefused',
  ThrottlingException: 'Throttled',
  Throttling: 'Throttled',
  RequestLimitExceeded: 'Throttled',
  TooManyRequestsException: 'Throttled',
  AccessDeniedException: 'Denied',
  UnrecognizedClientException: 'Denied',
  InvalidClientTokenId: 'Denied',
  ExpiredTokenException: 'Denied',
};

function readRefusal(error: unknown): OrderAnswer {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const isAnswer = error instanceof SSMServiceException && Object.hasOwn(meanings, error.name);
  return { kind: (isAnswer ? meanings[error.name] : undefined) ?? 'Unknown', message };
}

async function findCommands(client: SSMClient, orderId: string, sinceMs: number): Promise<SentCommand[]> {
  const invokedAfter = `${new Date(sinceMs).toISOString().slice(0, 19)}Z`;
  const pages = paginateListCommands(
    { client, pageSize: limits.commandsPerPageMax },
    { Filters: [{ key: 'InvokedAfter', value: invokedAfter }] },
  );
  const commands = await readPages(pages, ({ Commands }) => Commands);
  return commands.flatMap(({ Comment, CommandId: commandId, InstanceIds: instanceIds = [] }) => {
    const isOfOrder = Comment === `${orderCommentPrefix}${orderId}`;
    return isOfOrder && commandId !== undefined ? [{ commandId, instanceIds }] : [];
  });
}
