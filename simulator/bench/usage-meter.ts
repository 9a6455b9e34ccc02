import { identify, type LocalCloud, type TraceLine } from 'local-cloud';
import type { Usage } from './prices.ts';

/** The number of messages that Lambda receives or deletes in one request (Lambda developer guide, SQS). */
const messagesPerRequest = 10;

/** Counts the usage that AWS bills in a run. Create it before the launches. */
export class UsageMeter {
  readonly #memoryMegabytes: ReadonlyMap<string, number>;
  #lambdaRequests = 0;
  #lambdaMegabyteMs = 0;
  #messages = 0;
  #receives = 0;
  #deletes = 0;
  #writes = 0;
  #reads = 0;
  #events = 0;

  /** `memoryMegabytes` maps the name of a function to its memory. */
  constructor(cloud: LocalCloud, memoryMegabytes: ReadonlyMap<string, number>) {
    this.#memoryMegabytes = memoryMegabytes;
    cloud.record.listen((line) => this.#take(line));
    const { interfere } = cloud.faults;
    cloud.faults = {
      ...cloud.faults,
      interfere: (call, answer) => {
        this.#takeRequest(identify(call.request).name, call.request.body);
        if (interfere === undefined) answer(call.serve(call.request));
        else interfere(call, answer);
      },
    };
  }

  /**
   * The usage so far. Entries are smaller than 1 KB, so each one read or written is one unit. Each message is sent in
   * one request. A receive or a delete carries up to ten messages of a batch.
   */
  get usage(): Usage {
    return {
      lambdaRequests: this.#lambdaRequests,
      lambdaGigabyteSeconds: this.#lambdaMegabyteMs / 1024 / 1000,
      sqsRequests: this.#messages + this.#receives + this.#deletes,
      dynamodbWriteUnits: this.#writes,
      dynamodbReadUnits: this.#reads,
      customEvents: this.#events,
    };
  }

  #take({ kind, fields }: TraceLine): void {
    if (kind === 'lambda.end') {
      this.#lambdaRequests++;
      const megabytes = this.#memoryMegabytes.get(String(fields['function'])) ?? 0;
      this.#lambdaMegabyteMs += megabytes * Number(fields['durationMs']);
    }
    if (kind === 'event-source-mapping.invoke') {
      this.#messages += Number(fields['records']);
      this.#receives += Math.ceil(Number(fields['records']) / messagesPerRequest);
    }
    if (kind === 'event-source-mapping.done')
      this.#deletes += Math.ceil(Number(fields['records']) / messagesPerRequest);
  }

  #takeRequest(operation: string, body: string): void {
    if (operation === 'BatchExecuteStatement') this.#writes += occurrences(body, '"Statement":');
    if (operation === 'BatchGetItem') this.#reads += occurrences(body, '"S":');
    if (operation === 'Query') this.#reads++;
    if (operation === 'PutEvents') this.#events += occurrences(body, '"DetailType":');
  }
}

function occurrences(text: string, part: string): number {
  return text.split(part).length - 1;
}
