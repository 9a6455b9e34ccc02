import type { Host } from '../../../src/core/host.ts';
import { Meter } from '../../../src/core/meter.ts';
import { Random } from '../../../src/core/random.ts';
import type { CallContext } from '../../../src/core/service.ts';
import { Timeline } from '../../../src/core/timeline.ts';
import type { Queue } from '../../../src/services/sqs/queue.ts';
import { Sqs } from '../../../src/services/sqs/sqs.ts';
import { accountId } from '../../accounts.ts';

export const START_MS = 1_750_000_000_000;

/** A host with SQS, and helpers to declare, call and let time pass. */
export class SqsBench {
  readonly timeline = new Timeline(START_MS);
  readonly lines: string[] = [];
  readonly meter = new Meter();
  readonly host: Host;
  readonly sqs: Sqs;

  constructor(seed = 1) {
    const streams = new Map<string, Random>();
    this.host = {
      partition: 'aws',
      region: 'eu-west-1',
      accountId,
      timeline: this.timeline,
      random: (name) => {
        const stream = streams.get(name) ?? Random.stream(seed, name);
        streams.set(name, stream);
        return stream;
      },
      bill: this.meter.add,
      trace: (kind, fields) => this.lines.push(`${this.timeline.nowMs} ${kind} ${JSON.stringify(fields)}`),
    };
    this.sqs = new Sqs(this.host);
  }

  get context(): CallContext {
    return { principal: { kind: 'administrator' }, requestId: 'test', nowMs: this.timeline.nowMs };
  }

  arn(name: string): string {
    return `arn:aws:sqs:eu-west-1:${accountId}:${name}`;
  }

  url(name: string): string {
    return `http://localhost:4566/${accountId}/${name}`;
  }

  declare(name: string, properties: Record<string, unknown> = {}): Queue {
    return this.sqs.declareQueue(properties, { queueName: name, arn: this.arn(name), url: this.url(name) });
  }

  /** Sends one message as an administrator and returns its id. */
  send(name: string, body = 'hello', delaySeconds?: number): string {
    const input = { QueueUrl: this.url(name), MessageBody: body, DelaySeconds: delaySeconds };
    return this.sqs.operations.SendMessage.run(input, this.context).MessageId ?? '';
  }

  /** Receives up to ten messages with all their attributes. */
  receive(name: string, visibilitySeconds?: number) {
    const input = {
      QueueUrl: this.url(name),
      MaxNumberOfMessages: 10,
      VisibilityTimeout: visibilitySeconds,
      MessageSystemAttributeNames: ['All' as const],
      MessageAttributeNames: ['All'],
    };
    return this.sqs.operations.ReceiveMessage.run(input, this.context).Messages ?? [];
  }

  /** Lets `seconds` pass and runs everything that is due. */
  pass(seconds: number): void {
    const untilMs = this.timeline.nowMs + seconds * 1000;
    while ((this.timeline.nextMs ?? Number.POSITIVE_INFINITY) <= untilMs) this.timeline.step();
    this.timeline.advanceTo(untilMs);
  }
}

/** The code of the error that `action` throws. */
export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return 'code' in error ? String(error.code) : error.name;
  }
  return 'no error';
}
