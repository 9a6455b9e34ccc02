import {
  EventSourceMapping,
  type MappingPorts,
} from '../../../src/services/event-source-mapping/event-source-mapping.ts';
import type { SqsEvent } from '../../../src/services/event-source-mapping/sqs-record.ts';
import type { InvocationResult } from '../../../src/worker/sandbox.ts';
import { SqsBench, START_MS } from '../sqs/sqs-bench.ts';

/** One invocation as the function saw it. Times are seconds since the start. */
export interface Seen {
  readonly atSeconds: number;
  readonly bodies: string[];
  readonly event: SqsEvent;
}

export const SUCCESS: InvocationResult = { ok: true, payload: 'null' };
export const FAILURE: InvocationResult = { ok: false, errorType: 'Error', errorMessage: 'boom' };

/** A queue `launches`, a function that takes no time by default, and a mapping between them. */
export class MappingBench extends SqsBench {
  readonly seen: Seen[] = [];
  timeoutSeconds = 60;
  runSeconds = 0;
  answersTwice = false;
  running = 0;
  runningMax = 0;
  reservedConcurrency = Number.POSITIVE_INFINITY;
  answer: (event: SqsEvent, nth: number) => InvocationResult = () => SUCCESS;
  allow: (action: string) => boolean = () => true;

  map(properties: Record<string, unknown> = {}): EventSourceMapping {
    return new EventSourceMapping(this.host, this.propertiesOf(properties), this.ports);
  }

  /** The properties of a mapping of the queue and the function. */
  propertiesOf(properties: Record<string, unknown> = {}): Record<string, unknown> {
    return { EventSourceArn: this.arn('launches'), FunctionName: 'onboard', ...properties };
  }

  get ports(): MappingPorts {
    return {
      queue: (arn) => this.sqs.queue(arn),
      allow: (action) => this.allow(action),
      function: {
        timeoutSeconds: this.timeoutSeconds,
        canInvoke: () => this.running < this.reservedConcurrency,
        invoke: (event, done) => this.#invoke(event, done),
      },
    };
  }

  /** Sends messages whose bodies are their numbers. */
  sendMany(count: number, from = 0): void {
    const queue = this.sqs.queue(this.arn('launches'));
    for (let i = from; i < from + count; i++) queue.put({ body: String(i), senderId: 'test' });
  }

  get sizes(): number[] {
    return this.seen.map(({ bodies }) => bodies.length);
  }

  #invoke(event: SqsEvent, done: (result: InvocationResult) => void): void {
    const bodies = event.Records.map(({ body }) => body);
    this.seen.push({ atSeconds: (this.timeline.nowMs - START_MS) / 1000, bodies, event });
    const result = this.answer(event, this.seen.length - 1);
    this.runningMax = Math.max(this.runningMax, ++this.running);
    const finish = () => {
      this.running--;
      done(result);
      if (this.answersTwice) done(result);
    };
    if (this.runSeconds === 0) finish();
    else this.timeline.after(this.runSeconds * 1000, finish);
  }
}
