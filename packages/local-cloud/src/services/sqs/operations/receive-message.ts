import type { ReceiveMessageRequest, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import type { Timeline } from '../../../core/timeline.ts';
import type { WaitingOperation } from '../../../core/waiting-operation.ts';
import { enumValues } from '../../../core/wire/enum-values.ts';
import { IN_FLIGHT_MESSAGES_MAX, type Queue, VISIBILITY_SECONDS_MAX } from '../queue.ts';
import { type QueueDirectory, queueOperation } from '../queue-directory.ts';
import { renderMessage } from '../received-message.ts';
import { invalidValue, unknownAttribute } from '../sqs-errors.ts';

/** The most messages in one response (SQS API). */
export const RECEIVE_MESSAGES_MAX = 10;
/** The longest long poll (SQS API). */
const WAIT_SECONDS_MAX = 20;

/** ReceiveMessage. `run` is always a short poll. `start` waits for WaitTimeSeconds. */
export function receiveMessage(
  queues: QueueDirectory,
): WaitingOperation<ReceiveMessageRequest, ReceiveMessageResult> {
  const shortPoll = queueOperation(queues, 'ReceiveMessage', (queue, input: ReceiveMessageRequest) => {
    check(input);
    if (waitSeconds(queue, input) === 0 && queue.isAtInFlightLimit) throw overLimit();
    return take(queue, input);
  });
  return {
    ...shortPoll,
    start(input, context, answer) {
      const queue = queues.byUrl(input.QueueUrl);
      const first = shortPoll.run(input, context);
      const seconds = waitSeconds(queue, input);
      if (first.Messages !== undefined || seconds === 0) {
        answer(first);
        return () => {};
      }
      return longPoll(queues.host.timeline, queue, { input, seconds, answer });
    },
  };
}

interface LongPoll {
  readonly input: ReceiveMessageRequest;
  readonly seconds: number;
  readonly answer: (output: ReceiveMessageResult) => void;
}

function longPoll(timeline: Timeline, queue: Queue, { input, seconds, answer }: LongPoll): () => void {
  const stop = () => {
    unsubscribe();
    end.cancel();
  };
  const unsubscribe = queue.onVisible(() => {
    const result = take(queue, input);
    if (result.Messages === undefined) return;
    stop();
    answer(result);
  });
  const end = timeline.after(seconds * 1000, () => {
    unsubscribe();
    answer({});
  });
  return stop;
}

function take(queue: Queue, input: ReceiveMessageRequest): ReceiveMessageResult {
  const messages = queue.receive(input.MaxNumberOfMessages ?? 1, input.VisibilityTimeout);
  if (messages.length === 0) return {};
  return { Messages: messages.map((message) => renderMessage(queue, message, input)) };
}

function waitSeconds(queue: Queue, input: ReceiveMessageRequest): number {
  return input.WaitTimeSeconds ?? queue.settings.receiveWaitSeconds;
}

function check(input: ReceiveMessageRequest): void {
  const {
    MaxNumberOfMessages: count = 1,
    VisibilityTimeout: visibility = 0,
    WaitTimeSeconds: wait = 0,
  } = input;
  if (input.ReceiveRequestAttemptId !== undefined)
    throw new NotEmulatedError('ReceiveRequestAttemptId (FIFO queues)');
  checkNames(input);
  if (count < 1 || count > RECEIVE_MESSAGES_MAX)
    throw invalidValue(
      'MaxNumberOfMessages',
      count,
      `Must be between 1 and ${RECEIVE_MESSAGES_MAX}, if provided.`,
    );
  if (visibility < 0 || visibility > VISIBILITY_SECONDS_MAX)
    throw invalidValue(
      'VisibilityTimeout',
      visibility,
      `Must be between 0 and ${VISIBILITY_SECONDS_MAX}, if provided.`,
    );
  if (wait < 0 || wait > WAIT_SECONDS_MAX)
    throw invalidValue('WaitTimeSeconds', wait, `Must be >= 0 and <= ${WAIT_SECONDS_MAX}, if provided.`);
}

/** AttributeNames takes the names of system attributes too, which its enumeration lacks. */
function checkNames({
  AttributeNames: older = [],
  MessageSystemAttributeNames: names = [],
}: ReceiveMessageRequest): void {
  const ofMessages = enumValues('sqs', 'MessageSystemAttributeName');
  const ofQueues = enumValues('sqs', 'QueueAttributeName');
  const unknown =
    names.find((name) => !ofMessages.has(name)) ??
    older.find((name) => !ofMessages.has(name) && !ofQueues.has(name));
  if (unknown !== undefined) throw unknownAttribute(unknown);
}

function overLimit(): ServiceError {
  const message = `Too many messages in flight: the queue allows ${IN_FLIGHT_MESSAGES_MAX} of them.`;
  return new ServiceError('OverLimit', message, { statusCode: 403 });
}
