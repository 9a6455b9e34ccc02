import { createHash } from 'node:crypto';
import { ServiceError } from '../../core/service.ts';
import type { MessageContent } from './message.ts';
import { checkMessageAttributes, messageAttributesBytes } from './message-attributes.ts';
import type { Queue } from './queue.ts';
import { invalidParameter, required } from './sqs-errors.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters SQS refuses, as its API lists them.
const REFUSED_CHARACTERS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Surrogate}]/u;

/**
 * Throws SQS's error for content that is empty, too long, or has invalid characters. The text for an entry of a batch
 * that is too long begins otherwise. Recorded.
 */
export function checkContent(
  queue: Queue,
  content: MessageContent,
  start = 'One or more parameters are invalid.',
): void {
  required('MessageBody', content.body);
  if (REFUSED_CHARACTERS.test(content.body))
    throw new ServiceError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  if (content.attributes !== undefined) checkMessageAttributes(content.attributes);
  const bytes = Buffer.byteLength(content.body) + messageAttributesBytes(content.attributes);
  const limit = queue.settings.maximumMessageBytes;
  if (bytes > limit) throw invalidParameter(`${start} Reason: Message must be shorter than ${limit} bytes.`);
}

/** The MD5 of a body, which senders and receivers check. */
export function md5OfBody(body: string): string {
  return createHash('md5').update(body).digest('hex');
}
