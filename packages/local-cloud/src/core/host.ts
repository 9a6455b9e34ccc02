import type { Bill } from './meter.ts';
import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

/** The partition, region and account that a local cloud simulates. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
}

/** An event that an AWS service puts on the default bus. The host adds id, time, account and region. */
export interface ServiceEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What a service of the local cloud depends on: time, random numbers, place, the trace, and the meter. */
export interface Host extends Place {
  readonly timeline: Timeline;
  /** The random stream of `name`. The same name returns the same object. */
  random(name: string): Random;
  /** Adds one line to the trace. The same seed gives the same lines. */
  trace(kind: string, fields: Readonly<Record<string, string | number | boolean>>): void;
  /** Adds to what AWS bills. */
  readonly bill: Bill;
}

/** The DNS suffix of an AWS partition. */
export function dnsSuffix(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}
