import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { isObject } from '../../lambdas/shared/domain/is-object.ts';

/** What `DescribeInstanceStatus` says of an instance besides its state. It is nine tenths of an answer. */
const unread = /<(systemStatus|instanceStatus|attachedEbsStatus|eventsSet)>.*?<\/\1>/gs;

/**
 * Has a client cut out of its answers what nobody reads, before it parses them: of 10,000 instances the parser takes
 * longer than everything else together.
 */
export function cutAnswers(client: EC2Client): EC2Client {
  client.middlewareStack.addRelativeTo(
    <Call, Answer extends { readonly response: unknown }>(next: (call: Call) => Promise<Answer>) =>
      async (call: Call) => {
        const answer = await next(call);
        const { response } = answer;
        if (isObject(response) && response['body'] instanceof Readable) {
          const whole = await text(response['body']);
          Reflect.set(response, 'body', Readable.from([Buffer.from(cutStatus(whole))]));
        }
        return answer;
      },
    { name: 'cutAnswers', relation: 'after', toMiddleware: 'deserializerMiddleware', override: true },
  );
  return client;
}

/** The answer without what nobody reads. */
export function cutStatus(answer: string): string {
  return answer.replace(unread, '');
}
