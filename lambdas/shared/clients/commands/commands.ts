import { ListCommandsCommand, SendCommandCommand, SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import {
  deliverySeconds,
  type Order,
  type OrderRefusal,
  type OrderResult,
} from '../../domain/commands/order.ts';
import { limits } from '../../domain/limits.ts';
import { orderCommentPrefix } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { type Clock, systemClock } from '../system-clock.ts';

/** A command that exists: which order it carries out, and for which instances. */
export interface SentCommand {
  readonly commandId: string;
  readonly instanceIds: readonly string[];
}

/** Run Command. */
export interface Commands {
  /** Sends an order. Refusals are part of the result, each with its instances; nothing is thrown for them. */
  send(order: Order): Promise<OrderResult>;
  /** The commands that were sent for an order since `sinceMs`: one, none, or several when it was sent in parts. */
  find(orderId: string, sinceMs: number): Promise<SentCommand[]>;
}

type Attempt = { commandId: string } | { kind: OrderRefusal['kind']; message: string };

/** Refusals that may be the fault of one instance among many. */
const kindsOfOneInstance: readonly OrderRefusal['kind'][] = ['NotReady', 'UnsupportedPlatform', 'Denied'];

const throttlePausesMs = [1_000, 2_000, 4_000];

/**
 * Sends through Systems Manager. The SDK's own retries are off, since `SendCommand` has no idempotency token: after
 * a time-out a command may exist, and the caller must look for it. Throttling is certain to have sent nothing, so it
 * is tried again here, a few times. Reading is done by a client of its own, which retries as usual.
 */
export function createCommands(
  sender = connect(SSMClient, { maxAttempts: 1 }),
  reader = connect(SSMClient),
  clock: Clock = systemClock,
): Commands {
  const attempt = async (order: Order): Promise<Attempt> => {
    let result = await sendOnce(sender, order);
    for (const pauseMs of throttlePausesMs) {
      if (!('kind' in result) || result.kind !== 'Throttled') break;
      await clock.pause(pauseMs);
      result = await sendOnce(sender, order);
    }
    return result;
  };

  /** One invalid id fails the whole call and may not be named: halve until the bad one is alone. */
  const send = async (order: Order): Promise<OrderResult> => {
    const result = await attempt(order);
    const { instanceIds } = order;
    if ('commandId' in result) return { sent: [{ commandId: result.commandId, instanceIds }], refused: [] };
    if (instanceIds.length === 1 || !kindsOfOneInstance.includes(result.kind)) {
      return { sent: [], refused: [{ kind: result.kind, instanceIds, message: result.message }] };
    }
    const middle = Math.ceil(instanceIds.length / 2);
    const first = await send({ ...order, instanceIds: instanceIds.slice(0, middle) });
    // When nothing of the first half may be sent either, it is the document that is denied, not an instance.
    const isDocument = result.kind === 'Denied' && middle > 1 && first.sent.length === 0;
    const rest = instanceIds.slice(middle);
    const denied = { kind: result.kind, instanceIds: rest, message: result.message };
    const second = isDocument ? { sent: [], refused: [denied] } : await send({ ...order, instanceIds: rest });
    return { sent: [...first.sent, ...second.sent], refused: [...first.refused, ...second.refused] };
  };

  return { send, find: (orderId, sinceMs) => findCommands(reader, orderId, sinceMs) };
}

async function sendOnce(client: SSMClient, order: Order): Promise<Attempt> {
  try {
    const { Command } = await client.send(
      new SendCommandCommand({
        DocumentName: order.document,
        DocumentVersion: order.documentVersion,
        Parameters: Object.fromEntries(Object.entries(order.parameters).map(([k, v]) => [k, [...v]])),
        InstanceIds: [...order.instanceIds],
        Comment: `${orderCommentPrefix}${order.orderId}`,
        TimeoutSeconds: deliverySeconds,
        // The defaults stop at the first failed instance. The instances of an order have nothing to do with each other.
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
 * What errors of `SendCommand` mean (botocore, SendCommand; ThrottlingException and the like are not modelled).
 * Anything that is not listed, and every error that is not of AWS, leaves it open whether a command exists.
 */
const meanings: Readonly<Record<string, OrderRefusal['kind']>> = {
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

function readRefusal(error: unknown): Attempt {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const isAnswer = error instanceof SSMServiceException && Object.hasOwn(meanings, error.name);
  return { kind: (isAnswer ? meanings[error.name] : undefined) ?? 'Unknown', message };
}

async function findCommands(client: SSMClient, orderId: string, sinceMs: number): Promise<SentCommand[]> {
  const found: SentCommand[] = [];
  const invokedAfter = `${new Date(sinceMs).toISOString().slice(0, 19)}Z`;
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new ListCommandsCommand({
        Filters: [{ key: 'InvokedAfter', value: invokedAfter }],
        MaxResults: limits.commandsPerPageMax,
        NextToken: nextToken,
      }),
    );
    for (const command of page.Commands ?? []) {
      if (command.Comment !== `${orderCommentPrefix}${orderId}` || command.CommandId === undefined) continue;
      found.push({ commandId: command.CommandId, instanceIds: command.InstanceIds ?? [] });
    }
    nextToken = page.NextToken;
  } while (nextToken);
  return found;
}
