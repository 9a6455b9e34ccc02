import type { Host } from '../../core/host.ts';
import type { InvocationResult } from '../../worker/sandbox.ts';
import { type AsyncSettings, asyncDefaults } from './async-settings.ts';
import { errorPayload } from './error-payload.ts';
import type { FunctionSettings } from './lambda-function.ts';

/** The ports of Lambda's event queue. */
export interface AsyncPorts {
  settings(arn: string): FunctionSettings;
  has(arn: string): boolean;
  canInvoke(arn: string): boolean;
  invoke(
    arn: string,
    call: { event: unknown; requestId: string; invokedArn: string },
    done: (result: InvocationResult) => void,
  ): void;
  /** Sends to a queue or topic with the function's role. A refused record is lost. */
  send(settings: FunctionSettings, message: AsyncMessage): void;
}

/** A message to a destination or a dead-letter queue. Only dead letters have `attributes`. */
export interface AsyncMessage {
  readonly arn: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

/** The time from the acceptance of an event to its first attempt. Assumed; AWS promises no figure. */
const queueMs = { min: 10, max: 200 } as const;
/**
 * The waits after a function error: one minute before the second attempt, two before the third (Lambda developer
 * guide).
 */
const errorWaitsMs = [60_000, 120_000] as const;
/**
 * The back-off while the function is throttled: it doubles from one second to five minutes (Lambda developer guide).
 */
const throttleWaitMs = { first: 1000, max: 300_000 } as const;

type FailureCondition = 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/** How an event was sent, beyond its value. */
export interface SentEvent {
  /** The ARN that the caller used, perhaps with a qualifier. @default that of the function */
  readonly invokedArn?: string;
  /** The event as the caller wrote it, which a dead letter has again (recorded). @default as JSON without spaces */
  readonly text?: string;
}

interface QueuedEvent {
  readonly arn: string;
  readonly event: unknown;
  readonly text: string;
  readonly invokedArn: string;
  readonly requestId: string;
  readonly acceptedMs: number;
  invokeCount: number;
  throttleCount: number;
  lastError: Extract<InvocationResult, { ok: false }> | undefined;
}

/**
 * Lambda's queue for asynchronous invocations. Callers get no response. A function that fails is retried. An event that
 * fails for good goes to the function's destination and dead-letter queue.
 */
export class AsyncInvocations {
  readonly #host: Host;
  readonly #ports: AsyncPorts;
  readonly #settings = new Map<string, AsyncSettings>();

  constructor(host: Host, ports: AsyncPorts) {
    this.#host = host;
    this.#ports = ports;
  }

  /** Sets the `AWS::Lambda::EventInvokeConfig` of a function. */
  configure(arn: string, settings: AsyncSettings): void {
    this.#settings.set(arn, settings);
  }

  /** Removes the `AWS::Lambda::EventInvokeConfig` of a function. Its defaults apply again. */
  forget(arn: string): void {
    this.#settings.delete(arn);
  }

  /** The `AWS::Lambda::EventInvokeConfig` of a function, or undefined. */
  configured(arn: string): AsyncSettings | undefined {
    return this.#settings.get(arn);
  }

  /** Queues an event. @throws Error when there is no function with that ARN. */
  accept(arn: string, event: unknown, sent: SentEvent = {}): void {
    this.#ports.settings(arn);
    const requestId = this.#host.random('lambda.request-id').uuid();
    const { nowMs } = this.#host.timeline;
    const { invokedArn = arn, text = JSON.stringify(event) } = sent;
    const call = { arn, event, text, invokedArn, requestId };
    const queued = { ...call, acceptedMs: nowMs, invokeCount: 0, throttleCount: 0 };
    const delayMs = this.#host.random('lambda.event-queue').integer(queueMs.min, queueMs.max);
    this.#host.timeline.after(delayMs, () => this.#attempt({ ...queued, lastError: undefined }));
  }

  #attempt(queued: QueuedEvent): void {
    const { arn, event, requestId, invokedArn } = queued;
    if (!this.#ports.has(arn)) this.#host.trace('lambda.async-dropped', { requestId });
    else if (this.#ports.settings(arn).reservedConcurrency === 0)
      this.#fail(queued, 'ZeroReservedConcurrency');
    else if (this.#ageMs(queued) > this.#maximumAgeMs(arn)) this.#fail(queued, 'EventAgeExceeded');
    else if (!this.#ports.canInvoke(arn)) this.#waitForConcurrency(queued);
    else {
      queued.invokeCount++;
      this.#ports.invoke(arn, { event, requestId, invokedArn }, (result) => this.#settle(queued, result));
    }
  }

  #settle(queued: QueuedEvent, result: InvocationResult): void {
    if (!this.#ports.has(queued.arn)) return;
    if (result.ok) {
      const { onSuccessArn } = this.#settingsOf(queued.arn);
      if (onSuccessArn !== undefined)
        this.#sendRecord(queued, onSuccessArn, { condition: 'Success', result });
      return;
    }
    queued.lastError = result;
    const errorCount = queued.invokeCount;
    if (errorCount > this.#settingsOf(queued.arn).maximumRetryAttempts) {
      this.#fail(queued, 'RetriesExhausted');
      return;
    }
    this.#again(queued, errorWaitsMs[errorCount - 1] ?? 0);
  }

  #waitForConcurrency(queued: QueuedEvent): void {
    const delayMs = Math.min(throttleWaitMs.first * 2 ** queued.throttleCount++, throttleWaitMs.max);
    this.#host.trace('lambda.async-throttled', { requestId: queued.requestId, delayMs });
    this.#again(queued, delayMs);
  }

  /** Schedules another attempt. If the event expires before, it fails at its expiry. */
  #again(queued: QueuedEvent, delayMs: number): void {
    const { timeline } = this.#host;
    const expiresMs = queued.acceptedMs + this.#maximumAgeMs(queued.arn);
    if (timeline.nowMs + delayMs <= expiresMs) timeline.after(delayMs, () => this.#attempt(queued));
    else timeline.at(expiresMs, () => this.#fail(queued, 'EventAgeExceeded'));
  }

  #fail(queued: QueuedEvent, condition: FailureCondition): void {
    if (!this.#ports.has(queued.arn)) return;
    const { arn, requestId, lastError: result } = queued;
    const settings = this.#ports.settings(arn);
    const { functionName, deadLetterArn } = settings;
    this.#host.trace('lambda.async-failed', { function: functionName, requestId, condition });
    const { onFailureArn } = this.#settingsOf(arn);
    if (onFailureArn !== undefined) this.#sendRecord(queued, onFailureArn, { condition, result });
    if (deadLetterArn === undefined) return;
    this.#ports.send(settings, {
      arn: deadLetterArn,
      body: queued.text,
      attributes: {
        RequestID: { type: 'String', value: requestId },
        ErrorCode: { type: 'Number', value: result === undefined ? '429' : '200' },
        ErrorMessage: { type: 'String', value: (result?.errorMessage ?? 'Rate Exceeded.').slice(0, 1024) },
      },
    });
  }

  #sendRecord(
    queued: QueuedEvent,
    arn: string,
    { condition, result }: { condition: string; result: InvocationResult | undefined },
  ): void {
    const record = {
      version: '1.0',
      timestamp: new Date(this.#host.timeline.nowMs).toISOString(),
      requestContext: {
        requestId: queued.requestId,
        functionArn: `${queued.arn}:$LATEST`,
        condition,
        approximateInvokeCount: queued.invokeCount,
      },
      requestPayload: queued.event,
      ...(result === undefined ? {} : describeResponse(result)),
    };
    this.#ports.send(this.#ports.settings(queued.arn), { arn, body: JSON.stringify(record) });
  }

  #settingsOf(arn: string): AsyncSettings {
    return this.#settings.get(arn) ?? asyncDefaults;
  }

  #maximumAgeMs(arn: string): number {
    return this.#settingsOf(arn).maximumEventAgeSeconds * 1000;
  }

  #ageMs({ acceptedMs }: QueuedEvent): number {
    return this.#host.timeline.nowMs - acceptedMs;
  }
}

function describeResponse(result: InvocationResult): object {
  const context = { statusCode: 200, executedVersion: '$LATEST' };
  if (result.ok) return { responseContext: context, responsePayload: JSON.parse(result.payload) };
  return {
    responseContext: { ...context, functionError: 'Unhandled' },
    responsePayload: errorPayload(result),
  };
}
