import { createHash } from 'node:crypto';
import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';

/** The number of lines that are kept per function, which bounds the memory of a long run. */
const linesMax = 10_000;
const dayMs = 24 * 3600 * 1000;

/** A log group. Retention is in days; undefined keeps lines for ever. */
export interface LogGroup {
  readonly name: string;
  readonly createdMs: number;
  readonly retentionDays: number | undefined;
  readonly kmsKeyId: string | undefined;
}

/** A line of a log stream. `sequence` is its position in its function's output. */
export interface LogEvent {
  readonly stream: string;
  readonly atMs: number;
  readonly message: string;
  readonly sequence: number;
}

interface Writer {
  readonly functionName: string;
  readonly group: string;
  readonly lines: { readonly atMs: number; readonly message: string }[];
  /** The number of lines that were dropped from the front. */
  dropped: number;
}

/** Log groups, and the latest lines of each function. A function has one stream for each day. */
export class LogStore {
  readonly #host: Host;
  readonly #groups = new Map<string, LogGroup>();
  readonly #writers = new Map<string, Writer>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Adds an `AWS::Logs::LogGroup`, or changes its settings. */
  declareGroup(name: string, properties: Readonly<Record<string, unknown>> = {}): void {
    const { RetentionInDays: days, KmsKeyId: kmsKeyId } = properties;
    this.#groups.set(name, {
      name,
      createdMs: this.#groups.get(name)?.createdMs ?? this.#host.timeline.nowMs,
      retentionDays: typeof days === 'number' ? days : undefined,
      kmsKeyId: typeof kmsKeyId === 'string' ? kmsKeyId : undefined,
    });
  }

  /** Removes a group with its lines. `linesOf` still has them. */
  removeGroup(name: string): void {
    this.#groups.delete(name);
  }

  /** Takes a line that a function has written now. A group that nobody has declared comes into being, as on AWS. */
  append(functionName: string, group: string, message: string): void {
    const writer = this.#writerOf(functionName, group);
    const { lines } = writer;
    lines.push({ atMs: this.#host.timeline.nowMs, message });
    if (lines.length <= 2 * linesMax) return;
    writer.dropped += lines.length - linesMax;
    lines.splice(0, lines.length - linesMax);
  }

  /** The latest lines that a function has written, oldest first. */
  linesOf(functionName: string): readonly string[] {
    return (this.#writers.get(functionName)?.lines ?? []).map(({ message }) => message);
  }

  /** The number of lines that a function has written so far. */
  countOf(functionName: string): number {
    const { dropped = 0, lines = [] } = this.#writers.get(functionName) ?? {};
    return dropped + lines.length;
  }

  /** The lines of a function after the first `count`. */
  linesFrom(functionName: string, count: number): readonly string[] {
    const dropped = this.#writers.get(functionName)?.dropped ?? 0;
    return this.linesOf(functionName).slice(Math.max(0, count - dropped));
  }

  /** The name of the stream that lines of a function go to now. */
  streamNow(functionName: string): string {
    return streamName(functionName, Math.floor(this.#host.timeline.nowMs / dayMs));
  }

  hasGroup(name: string): boolean {
    return this.#groups.has(name);
  }

  /** Every group, sorted by name. */
  groups(): readonly LogGroup[] {
    return [...this.#groups.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The lines in a group, oldest first. @throws ServiceError when there is no such group. */
  events(group: string): LogEvent[] {
    const found = this.#groups.get(group);
    if (found === undefined)
      throw new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
    const writers = [...this.#writers.values()].filter((writer) => writer.group === group);
    const events = writers.flatMap(eventsOf).filter(({ atMs }) => atMs >= found.createdMs);
    return events.sort((one, other) => one.atMs - other.atMs);
  }

  #writerOf(functionName: string, group: string): Writer {
    if (!this.#groups.has(group)) this.declareGroup(group);
    const known = this.#writers.get(functionName);
    if (known?.group === group) return known;
    const writer: Writer = { functionName, group, lines: known?.lines ?? [], dropped: known?.dropped ?? 0 };
    this.#writers.set(functionName, writer);
    return writer;
  }
}

function eventsOf({ functionName, lines, dropped }: Writer): LogEvent[] {
  const streams = new Map<number, string>();
  return lines.map(({ atMs, message }, index) => {
    const day = Math.floor(atMs / dayMs);
    const stream = streams.get(day) ?? streamName(functionName, day);
    streams.set(day, stream);
    return { stream, atMs, message, sequence: dropped + index };
  });
}

/** The name of a stream in the form of Lambda's: `2026/01/31/[$LATEST]` and 32 digits. */
function streamName(functionName: string, day: number): string {
  const date = new Date(day * dayMs).toISOString().slice(0, 10).replaceAll('-', '/');
  const id = createHash('sha256').update(`${functionName} ${day}`).digest('hex').slice(0, 32);
  return `${date}/[$LATEST]${id}`;
}
