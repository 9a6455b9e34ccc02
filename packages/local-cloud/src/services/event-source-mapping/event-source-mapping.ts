import type { Host } from '../../core/host.ts';
import { billedChunks } from '../../core/meter.ts';
import type { Random } from '../../core/random.ts';
import type { Appointment } from '../../core/timeline.ts';
import type { InvocationResult } from '../../worker/sandbox.ts';
import { RECEIVE_MESSAGES_MAX } from '../sqs/operations/receive-message.ts';
import type { Queue } from '../sqs/queue.ts';
import { succeededRecords } from './batch-response.ts';
import { invalidMapping, type MappingSettings, parseMappingSettings } from './mapping-settings.ts';
import { type Batch, Poller } from './poller.ts';
import { Concurrency } from './poller-concurrency.ts';
import { type SqsEvent, type SqsRecord, toRecord } from './sqs-record.ts';

/** The function of a mapping. */
export interface MappedFunction {
  readonly timeoutSeconds: number;
  /** False if the function has no free concurrency. */
  canInvoke(): boolean;
  /** Invokes the function. `done` is called once, now or later. An `errorType` of `THROTTLED` counts as a throttle. */
  invoke(event: SqsEvent, done: (result: InvocationResult) => void): void;
}

/** The fault ports of a mapping. Without a port, that part works as usual. */
export interface MappingFaults {
  /** How long the pollers of a mapping receive nothing, in seconds. Asked whenever messages could be received. */
  readonly restSeconds?: () => number;
  /** How long received messages stay hidden, in seconds. */
  readonly visibilitySeconds?: (usualSeconds: number) => number;
  /** True if the deletion of a handled message is lost, so that the message is delivered again. */
  readonly losesDelete?: () => boolean;
}

/** The ports of a mapping. */
export interface MappingPorts {
  /** The fault ports. Called before messages are received, at every receive, and at every delete. */
  readonly faults?: () => MappingFaults;
  /** The queue with this ARN; throws when there is none. */
  queue(queueArn: string): Queue;
  readonly function: MappedFunction;
  /** Whether the function's execution role may do `action` on `resource`. */
  allow(action: string, resource: string): boolean;
}

/** The error type of an invocation that Lambda did not start because no concurrency was free. */
const THROTTLED = 'TooManyRequestsException';

const ROLE_ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
/**
 * Added to the sum of window and timeout if it exceeds the queue's visibility timeout (Lambda developer guide, SQS).
 */
const VISIBILITY_MARGIN_SECONDS = 30;
/** The longest delay of an invocation by a long poll that is in progress when the window ends (same page). */
const LOW_TRAFFIC_SECONDS_MAX = 20;
/** Lambda deletes what was handled in batches (Lambda developer guide, SQS); a batch has ten (SQS API). */
const MESSAGES_PER_DELETE = 10;
/** The first and the longest delay between retries of a throttled batch. Assumed; AWS does not say. */
const RETRY_MS = { first: 1000, max: 30_000 };

/**
 * An SQS event source mapping. Its pollers receive messages, gather them into batches, invoke the function, and delete
 * the messages that it has handled.
 *
 * The queue notifies the mapping when messages become visible. Without messages, the mapping has nothing on the
 * timeline. A random poller receives the next messages, so a burst is divided among pollers, each with its own window.
 */
export class EventSourceMapping {
  readonly settings: MappingSettings;
  readonly #host: Host;
  readonly #queue: Queue;
  readonly #function: MappedFunction;
  readonly #faults: NonNullable<MappingPorts['faults']>;
  readonly #random: Random;
  readonly #concurrency: Concurrency;
  /** The pollers that may receive. The others wait for their invocation. */
  readonly #open: Poller[] = [];
  #busyCount = 0;
  #pollersMade = 0;
  #growth: Appointment | undefined;
  #rest: Appointment | undefined;
  #isPolling = false;
  #isStopped = false;
  #unsubscribe = () => {};

  /**
   * Creates the mapping from resolved `AWS::Lambda::EventSourceMapping` properties and starts it. Throws the errors
   * that CloudFormation would report: wrong sizes, a visibility timeout below the function's timeout, or a role that
   * may not poll the queue.
   */
  constructor(host: Host, properties: Readonly<Record<string, unknown>>, ports: MappingPorts) {
    this.settings = parseMappingSettings(properties);
    this.#host = host;
    this.#queue = ports.queue(this.settings.eventSourceArn);
    this.#function = ports.function;
    this.#faults = ports.faults ?? (() => ({}));
    this.#checkRole(ports);
    this.#checkVisibility();
    const { functionName, maximumConcurrency, isEnabled } = this.settings;
    this.#random = host.random(`event-source-mapping/${functionName}/${this.#queue.name}`);
    this.#concurrency = new Concurrency(maximumConcurrency, host.timeline.nowMs);
    if (!isEnabled) return;
    this.#unsubscribe = this.#queue.onVisible(() => this.#poll());
    host.timeline.after(0, () => this.#poll());
  }

  /**
   * Stops the mapping for good. Running invocations end as usual, and what they handled is deleted. Messages that were
   * received for a later batch become visible again after their visibility timeout.
   */
  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    this.#growth?.cancel();
    this.#rest?.cancel();
    for (const poller of this.#open) poller.window?.cancel();
  }

  /**
   * Receives while there are messages and free pollers. The guard prevents recursion if the function returns at once.
   */
  #poll(): void {
    if (this.#isPolling || this.#isStopped || this.#isResting()) return;
    this.#isPolling = true;
    const { timeline } = this.#host;
    this.#concurrency.touch(timeline.nowMs);
    this.#fitPollers();
    while (this.#open.length > 0 && this.#receive(this.#random.pick(this.#open))) this.#fitPollers();
    this.#isPolling = false;
    this.#growOnBacklog();
  }

  /** True while the pollers rest, by a fault. They poll again when they have rested. */
  #isResting(): boolean {
    if (this.#rest !== undefined) return true;
    const seconds = this.#queue.counts.visible === 0 ? 0 : (this.#faults().restSeconds?.() ?? 0);
    if (seconds === 0) return false;
    this.#rest = this.#host.timeline.after(seconds * 1000, () => {
      this.#rest = undefined;
      this.#poll();
    });
    return true;
  }

  /** One long poll of one poller. Returns false if the queue returned no messages. */
  #receive(poller: Poller): boolean {
    const usualSeconds = this.#effectiveVisibilitySeconds();
    const visibilitySeconds = this.#faults().visibilitySeconds?.(usualSeconds) ?? usualSeconds;
    const messages = this.#queue.receive(Math.min(RECEIVE_MESSAGES_MAX, poller.room), visibilitySeconds);
    const deadlineMs = this.#host.timeline.nowMs + visibilitySeconds * 1000;
    for (const message of messages) poller.add(toRecord(this.#queue, message, this.#host.region), deadlineMs);
    if (messages.length === 0) return false;
    this.#billRequests(
      billedChunks(messages.reduce((bytes, { body }) => bytes + Buffer.byteLength(body), 0)),
    );
    this.#advance(poller);
    return true;
  }

  /** Invokes the function if the batch is full or there is no window. Otherwise opens the window of a new batch. */
  #advance(poller: Poller): void {
    const { batchingWindowSeconds } = this.settings;
    if (poller.isFull || batchingWindowSeconds === 0) this.#dispatch(poller);
    else if (poller.window === undefined)
      poller.window = this.#host.timeline.after(batchingWindowSeconds * 1000, () => this.#endWindow(poller));
  }

  /** Ends a window. With very low traffic the poller is in a long poll then, and notices the end only afterwards. */
  #endWindow(poller: Poller): void {
    const isTrafficLow = poller.size < RECEIVE_MESSAGES_MAX;
    const extraMs = isTrafficLow ? this.#random.integer(0, LOW_TRAFFIC_SECONDS_MAX * 1000) : 0;
    poller.window = this.#host.timeline.after(extraMs, () => this.#dispatch(poller));
  }

  #dispatch(poller: Poller): void {
    const place = this.#open.indexOf(poller);
    if (place < 0) throw new Error(`Poller ${poller.index} has a batch while it waits for its invocation.`);
    this.#open.splice(place, 1);
    this.#busyCount++;
    this.#invoke(poller, poller.take(), RETRY_MS.first);
  }

  #invoke(poller: Poller, batch: Batch, retryMs: number): void {
    if (!this.#function.canInvoke()) {
      this.#throttle(poller, batch, retryMs);
      return;
    }
    const { records } = batch;
    this.#trace('invoke', poller, records);
    let isDone = false;
    this.#function.invoke({ Records: records }, (result) => {
      if (isDone) throw new Error(`${this.settings.functionName} answered one invocation twice.`);
      isDone = true;
      if (!result.ok && result.errorType === THROTTLED) this.#throttle(poller, batch, retryMs);
      else this.#finish(poller, records, result);
    });
  }

  /**
   * Retries later while the messages are still hidden. After that, it drops the batch and they become visible again.
   */
  #throttle(poller: Poller, batch: Batch, retryMs: number): void {
    this.#concurrency.backOff();
    const { timeline } = this.#host;
    const delayMs = Math.round(retryMs * (0.5 + this.#random.next() / 2));
    if (timeline.nowMs + delayMs >= batch.deadlineMs) {
      this.#trace('drop', poller, batch.records);
      this.#release(poller);
      return;
    }
    timeline.after(delayMs, () =>
      this.#retry(() => this.#invoke(poller, batch, Math.min(RETRY_MS.max, retryMs * 2))),
    );
  }

  #retry(attempt: () => void): void {
    if (!this.#isStopped) attempt();
  }

  #finish(poller: Poller, records: readonly SqsRecord[], result: InvocationResult): void {
    const done = this.#done(records, result);
    if (!result.ok) this.#concurrency.backOff();
    for (const record of done)
      if (this.#faults().losesDelete?.() !== true) this.#queue.delete(record.receiptHandle);
    this.#billRequests(Math.ceil(done.length / MESSAGES_PER_DELETE));
    this.#trace('done', poller, done);
    this.#release(poller);
  }

  #done(records: readonly SqsRecord[], result: InvocationResult): readonly SqsRecord[] {
    if (!result.ok) return [];
    return this.settings.reportsBatchItemFailures ? succeededRecords(result.payload, records) : records;
  }

  /** Frees a poller after its invocation. If there are too many pollers, it is removed as soon as it is empty. */
  #release(poller: Poller): void {
    this.#busyCount--;
    if (poller.size > 0 || this.#open.length + this.#busyCount < this.#concurrency.limit)
      this.#open.push(poller);
    if (this.#isStopped) return;
    if (poller.size > 0) this.#advance(poller);
    this.#poll();
  }

  /** Creates pollers up to the limit, and removes empty ones above it. */
  #fitPollers(): void {
    const { limit } = this.#concurrency;
    while (this.#open.length + this.#busyCount < limit)
      this.#open.push(new Poller(this.#pollersMade++, this.settings.batchSize));
    for (let i = this.#open.length - 1; i >= 0 && this.#open.length + this.#busyCount > limit; i--)
      if (this.#open[i]?.size === 0) this.#open.splice(i, 1);
  }

  #growOnBacklog(): void {
    const hasBacklog = this.#open.length === 0 && this.#queue.counts.visible > 0;
    if (!hasBacklog || !this.#concurrency.canGrow || this.#growth !== undefined) return;
    this.#growth = this.#host.timeline.after(1000, () => {
      this.#growth = undefined;
      if (this.#open.length > 0 || this.#queue.counts.visible === 0) return;
      this.#concurrency.grow();
      this.#poll();
    });
  }

  #effectiveVisibilitySeconds(): number {
    const own = this.#queue.settings.visibilityTimeoutSeconds;
    const needed = this.settings.batchingWindowSeconds + this.#function.timeoutSeconds;
    return needed > own ? needed + VISIBILITY_MARGIN_SECONDS : own;
  }

  #checkRole({ allow }: MappingPorts): void {
    for (const action of ROLE_ACTIONS)
      if (!allow(`sqs:${action}`, this.#queue.arn))
        throw invalidMapping(
          `The function execution role does not have permissions to call ${action} on SQS`,
        );
  }

  #checkVisibility(): void {
    const visibility = this.#queue.settings.visibilityTimeoutSeconds;
    const timeout = this.#function.timeoutSeconds;
    if (visibility < timeout)
      throw invalidMapping(
        `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
      );
  }

  /** Bills requests of the pollers. Those that find nothing are not made here. */
  #billRequests(count: number): void {
    if (count > 0) this.#host.bill('sqs.requests', this.#queue.name, count);
  }

  #trace(what: 'invoke' | 'done' | 'drop', poller: Poller, records: readonly SqsRecord[]): void {
    this.#host.trace(`event-source-mapping.${what}`, {
      function: this.settings.functionName,
      poller: poller.index,
      records: records.length,
      firstMessageId: records[0]?.messageId ?? '',
    });
  }
}
