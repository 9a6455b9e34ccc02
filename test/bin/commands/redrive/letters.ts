import type { Letter } from '../../../../bin/commands/redrive/letter.ts';
import type { DeadLetterQueueName } from '../../../../lambdas/shared/runtime/contract.ts';

/** A dead letter of the launch queue, unless it is said otherwise. */
export function aLetter({
  name = 'LaunchesDeadLettered',
  ...changes
}: Partial<Letter> & { readonly name?: DeadLetterQueueName } = {}): Letter {
  return {
    queue: { name, url: `https://sqs/${name}`, backToUrl: 'https://sqs/Back' },
    messageId: 'm-1',
    receiptHandle: 'r-1',
    body: '{}',
    sentAtMs: Date.UTC(2026, 0, 1),
    isMoved: false,
    attributes: {},
    ...changes,
  };
}
