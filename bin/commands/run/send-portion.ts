import { SendCommandCommand, type SSMClient, SSMServiceException } from '@aws-sdk/client-ssm';
import { type Clock, systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import { describeRefusal } from '../../account/refusal.ts';
import type { Portion } from './pace.ts';
import type { ReachableNode } from './run-node.ts';
import { sendableFor, type Work } from './work.ts';

/** What every command of a run has. */
export interface Sending {
  readonly work: Work;
  /** Who runs it. At most 100 characters reach Systems Manager. */
  readonly comment: string;
  /** How long Systems Manager tries to start it on a node. */
  readonly deliverySeconds: number;
  /** Where the whole output goes. @default nowhere */
  readonly logGroup?: string;
  readonly bucket?: string;
  /** The beginning of the parameters with the policies for operators. */
  readonly operatorPath?: string;
}

/** A command that was sent; or nodes that did not get it, and why. */
export type Sent =
  | { readonly nodes: readonly ReachableNode[]; readonly commandId: string }
  | {
      readonly nodes: readonly ReachableNode[];
      /** Systems Manager does not take this node: it has gone since it was looked up. */
      readonly isNodeRefused: boolean;
      readonly reason: string;
    };

/** The longest comment (botocore, SendCommandRequest.Comment). */
const commentMax = 100;
const throttlePausesMs = [1_000, 2_000, 4_000, 8_000];
const throttles = [
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
  'TooManyRequestsException',
] as const;

/**
 * Sends a portion, at most once to each node. `client` must not retry by itself: `SendCommand` has no idempotency token,
 * so after a lost answer a command may exist. A throttled call has sent nothing, and is made again. One node that Systems
 * Manager does not take fails a whole call; the call is then made again in halves.
 */
export async function sendPortion(
  client: SSMClient,
  { nodes, errorsMax }: Portion,
  sending: Sending,
  clock: Clock = systemClock,
): Promise<Sent[]> {
  try {
    return [{ nodes, commandId: await sendPatiently(client, { nodes, errorsMax }, sending, clock) }];
  } catch (error) {
    const isNodeRefused = error instanceof SSMServiceException && error.name === 'InvalidInstanceId';
    if (isNodeRefused && nodes.length > 1) {
      const middle = Math.ceil(nodes.length / 2);
      const half = (some: readonly ReachableNode[]) =>
        sendPortion(client, { nodes: some, errorsMax }, sending, clock);
      return [...(await half(nodes.slice(0, middle))), ...(await half(nodes.slice(middle)))];
    }
    const reason = isNodeRefused
      ? 'Systems Manager does not take it: it has stopped, or is no longer managed'
      : describeSendFailure(error, sending);
    return [{ nodes, isNodeRefused, reason }];
  }
}

async function sendPatiently(
  client: SSMClient,
  portion: Portion,
  sending: Sending,
  clock: Clock,
): Promise<string> {
  for (const pauseMs of throttlePausesMs)
    try {
      return await sendOnce(client, portion, sending);
    } catch (error) {
      if (!(error instanceof Error && throttles.some((name) => name === error.name))) throw error;
      await clock.pause(pauseMs);
    }
  return sendOnce(client, portion, sending);
}

async function sendOnce(
  client: SSMClient,
  { nodes, errorsMax }: Portion,
  { work, comment, deliverySeconds, logGroup, bucket }: Sending,
): Promise<string> {
  const [first] = nodes;
  if (first === undefined) throw new Error('a portion has at least one node');
  const { document, parameters } = sendableFor(work, first.platform);
  const { Command } = await client.send(
    new SendCommandCommand({
      DocumentName: document,
      Parameters: Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, [...values]])),
      InstanceIds: nodes.map(({ instanceId }) => instanceId),
      Comment: [...comment].slice(0, commentMax).join(''),
      TimeoutSeconds: deliverySeconds,
      MaxConcurrency: String(nodes.length),
      MaxErrors: String(errorsMax),
      ...(bucket === undefined ? {} : { OutputS3BucketName: bucket }),
      ...(logGroup === undefined
        ? {}
        : { CloudWatchOutputConfig: { CloudWatchLogGroupName: logGroup, CloudWatchOutputEnabled: true } }),
    }),
  );
  if (Command?.CommandId === undefined) throw new Error('the answer names no command');
  return Command.CommandId;
}

function describeSendFailure(error: unknown, sending: Sending): string {
  const line = describeRefusal('ssm:SendCommand', error, 'run', sending);
  if (error instanceof SSMServiceException) return line;
  return `${line}; a command may have been sent all the same: aws ssm list-commands shows it`;
}
