import { ListCommandsCommand, SendCommandCommand, SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import { orderCommentPrefix } from '../contract.ts';
import { limits } from '../domain/limits.ts';
import type { Order, OrderRefusal, OrderResult } from '../domain/order.ts';
import { type Clock, systemClock } from './clock.ts';

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

type Attempt = { commandId: string } | { kind: OrderRefusal['kind'] | 'InvalidInstance'; message: string };

const throttlePausesMs = [1_000, 2_000, 4_000];

/**
 * Sends through Systems Manager. The SDK's own retries are off, since `SendCommand` has no idempotency token: after
 * a time-out a command may exist, and the caller must look for it. Throttling is certain to have sent nothing, so it
 * is tried again here, a few times.
 */
export function createCommands(
  client = new SSMClient({ maxAttempts: 1 }),
  clock: Clock = systemClock,
): Commands {
  const attempt = async (order: Order): Promise<Attempt> => {
    for (const pauseMs of [...throttlePausesMs, undefined]) {
      const result = await sendOnce(client, order);
      const isThrottled = 'kind' in result && result.kind === 'Throttled';
      if (!isThrottled || pauseMs === undefined) return result;
      await clock.pause(pauseMs);
    }
    return { kind: 'Throttled', message: 'throttled' };
  };

  /** One invalid id fails the whole call and may not be named: halve until the bad one is alone. */
  const send = async (order: Order): Promise<OrderResult> => {
    const result = await attempt(order);
    const { instanceIds } = order;
    if ('commandId' in result) return { sent: [{ commandId: result.commandId, instanceIds }], refused: [] };
    if (result.kind !== 'InvalidInstance') {
      return { sent: [], refused: [{ kind: result.kind, instanceIds, message: result.message }] };
    }
    if (instanceIds.length === 1) {
      return { sent: [], refused: [{ kind: 'NotReady', instanceIds, message: result.message }] };
    }
    const middle = Math.ceil(instanceIds.length / 2);
    const first = await send({ ...order, instanceIds: instanceIds.slice(0, middle) });
    const second = await send({ ...order, instanceIds: instanceIds.slice(middle) });
    return { sent: [...first.sent, ...second.sent], refused: [...first.refused, ...second.refused] };
  };

  return { send, find: (orderId, sinceMs) => findCommands(client, orderId, sinceMs) };
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

const invalidInstanceErrors = ['InvalidInstanceId', 'UnsupportedPlatformType'];
const throttleErrors = [
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
  'TooManyRequestsException',
];

/** What an error of `SendCommand` means. Anything but a clear refusal leaves it open whether a command exists. */
function readRefusal(error: unknown): Attempt {
  const message = error instanceof Error ? error.message || error.name : String(error);
  if (!(error instanceof SSMServiceException)) return { kind: 'Unknown', message };
  if (invalidInstanceErrors.includes(error.name)) return { kind: 'InvalidInstance', message };
  // A role that lacks a permission is mended by a deployment; until then the launches come back and reach the alarm.
  const isLater = throttleErrors.includes(error.name) || error.name === 'AccessDeniedException';
  if (isLater) return { kind: 'Throttled', message };
  if (error.$fault === 'client') return { kind: 'DocumentRefused', message: `${error.name}: ${message}` };
  return { kind: 'Unknown', message };
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
