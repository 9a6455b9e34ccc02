import type { Random } from './random.ts';
import type { Timeline } from './timeline.ts';

/** Where a local cloud pretends to be. */
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

/** What a service of the local cloud stands on: time, chance, place, and the record of what happened. */
export interface Host extends Place {
  readonly timeline: Timeline;
  /** A stream of chance of its own for `name`; the same name gives the same stream object. */
  random(name: string): Random;
  /** Adds one line to the trace. The trace is the run: the same seed gives the same lines. */
  trace(kind: string, fields: Readonly<Record<string, string | number | boolean>>): void;
}

/** The part of a region's DNS that AWS partitions differ in. */
export function dnsSuffix(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}
