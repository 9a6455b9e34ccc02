import { type Queue, VISIBILITY_SECONDS_MAX } from './queue.ts';
import { invalidValue, required } from './sqs-errors.ts';

/** Sets the visibility timeout of a message, for ChangeMessageVisibility and its batch. */
export function changeVisibility(
  queue: Queue,
  input: { ReceiptHandle: string | undefined; VisibilityTimeout?: number | undefined },
): void {
  const handle = required('ReceiptHandle', input.ReceiptHandle);
  const seconds = required('VisibilityTimeout', input.VisibilityTimeout);
  if (seconds < 0 || seconds > VISIBILITY_SECONDS_MAX)
    throw invalidValue(
      'VisibilityTimeout',
      seconds,
      `Must be between 0 and ${VISIBILITY_SECONDS_MAX}, if provided.`,
    );
  queue.changeVisibility(handle, seconds);
}
