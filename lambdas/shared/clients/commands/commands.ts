import {
  type CommandFilter,
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
  rolloutOfOrder,
} from '../../domain/commands/order.ts';
import { limits } from '../../domain/limits.ts';
import type { Gap } from '../../domain/roster/pulse.ts';
import { orderCommentPrefix, verifyCommentPrefix } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { readPages } from '../read-pages.ts';
import { type Clock, systemClock } from '../system-clock.ts';

/** A command that exists: its instances, and when it was requested, by the clock of Systems Manager. */
export interface SentCommand {
  readonly commandId: string;
  readonly instanceIds: readonly string[];
  readonly requestedAtMs: number;
}

/** A command of an order of Muster, of the past. */
export interface EarlierCommand extends SentCommand {
  readonly documentVersion: string;
  /** The roll-out whose errand it is; undefined for what belongs to a profile. */
  readonly rolloutId?: string;
}

/** A command that verifies, and where it stands: `Success` when all of its instances succeeded. */
export interface Verification extends SentCommand {
  readonly status: string;
}

/** Run Command. */
export interface Commands {
  /**
   * Sends an order with one command, to all of its instances or to none. Returns a refusal; it throws none.
   */
  send(order: Order): Promise<OrderAnswer>;
  /** Sends what changes nothing on its instances. Nothing finds it again, and it counts as no order. Like `send` otherwise. */
  verify(order: Order): Promise<OrderAnswer>;
  /** What `verify` has sent since a time, all that is listed: 50 commands a call, and so 2,500 instances. */
  verifications(sinceMs: number): Promise<readonly Verification[]>;
  /**
   * The commands that were sent for an order since `sinceMs`: none, one, or several if the order was sent in
   * parts.
   */
  find(orderId: string, sinceMs: number): Promise<SentCommand[]>;
  /** The commands of Muster that sent a document within a gap. A gap is past, so its commands are read once. */
  sentWithin(document: string, gap: Gap): Promise<readonly EarlierCommand[]>;
  /** The commands of Muster since a time, all that are listed. */
  listed(sinceMs: number): Promise<SentCommand[]>;
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
  const sendAs = async (prefix: string, order: Order): Promise<OrderAnswer> => {
    let result = await sendOnce(sender, order, prefix);
    for (const pauseMs of throttlePausesMs) {
      if (!('kind' in result) || result.kind !== 'Throttled') break;
      await clock.pause(pauseMs);
      result = await sendOnce(sender, order, prefix);
    }
    return result;
  };

  const known = new Map<string, Promise<readonly EarlierCommand[]>>();
  return {
    send: (order) => sendAs(orderCommentPrefix, order),
    verify: (order) => sendAs(verifyCommentPrefix, order),
    verifications: (sinceMs) => listCommands(reader, [invokedAfter(sinceMs)], verifyCommentPrefix),
    async find(orderId, sinceMs) {
      const all = await listCommands(reader, [invokedAfter(sinceMs)]);
      return all.filter(({ comment }) => comment === `${orderCommentPrefix}${orderId}`);
    },
    sentWithin(document, { fromMs, untilMs }) {
      const key = `${document} ${fromMs} ${untilMs}`;
      const reading =
        known.get(key) ??
        listCommands(reader, [
          { key: 'DocumentName', value: document },
          invokedAfter(fromMs),
          { key: 'InvokedBefore', value: timeOf(untilMs) },
        ]);
      known.set(key, reading);
      // What failed is read again.
      reading.catch(() => known.delete(key));
      return reading;
    },
    listed: (sinceMs) => listCommands(reader, [invokedAfter(sinceMs)]),
  };
}

async function sendOnce(client: SSMClient, order: Order, prefix: string): Promise<OrderAnswer> {
  try {
    const { Command } = await client.send(
      new SendCommandCommand({
        DocumentName: order.document,
        DocumentVersion: order.documentVersion,
        Parameters: Object.fromEntries(Object.entries(order.parameters).map(([k, v]) => [k, [...v]])),
        InstanceIds: [...order.instanceIds],
        Comment: `${prefix}${order.orderId}`,
        TimeoutSeconds: deliverySeconds,
        // By default a command stops at the first failed instance. But the instances of an order are
        // independent.
        MaxErrors: '100%',
        MaxConcurrency: '100%',
      }),
    );
    if (Command?.CommandId === undefined) return { kind: 'Unknown', message: 'the answer names no command' };
    return {
      commandId: Command.CommandId,
      ...(Command.RequestedDateTime === undefined
        ? {}
        : { requestedAtMs: Command.RequestedDateTime.getTime() }),
    };
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

interface Listed extends EarlierCommand {
  readonly comment: string;
  readonly status: string;
}

/** Lists the commands of Muster that pass the filters, page by page. */
async function listCommands(
  client: SSMClient,
  Filters: CommandFilter[],
  prefix = orderCommentPrefix,
): Promise<Listed[]> {
  const pages = paginateListCommands({ client, pageSize: limits.commandsPerPageMax }, { Filters });
  const commands = await readPages(pages, ({ Commands }) => Commands);
  return commands.flatMap((command) => {
    const { CommandId: commandId, Comment: comment = '', InstanceIds: instanceIds = [] } = command;
    if (commandId === undefined || !comment.startsWith(prefix)) return [];
    const requestedAtMs = command.RequestedDateTime?.getTime() ?? 0;
    const { DocumentVersion: documentVersion = '', Status: status = 'Pending' } = command;
    const rolloutId = rolloutOfOrder(comment.slice(prefix.length));
    const ofErrand = rolloutId === undefined ? {} : { rolloutId };
    return [{ commandId, comment, instanceIds, requestedAtMs, documentVersion, status, ...ofErrand }];
  });
}

function invokedAfter(sinceMs: number): CommandFilter {
  return { key: 'InvokedAfter', value: timeOf(sinceMs) };
}

/** A time as filters have it. They know no parts of a second. */
function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
