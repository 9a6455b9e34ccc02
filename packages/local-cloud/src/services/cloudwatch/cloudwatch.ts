import type { Host } from '../../core/host.ts';
import { ServiceError } from '../../core/service.ts';
import { type Alarm, type AlarmDeclaration, type AlarmState, evaluateAlarm, readAlarm } from './alarm.ts';
import { readEmbeddedMetrics } from './embedded-metrics.ts';
import { type Datapoint, type Metric, MetricStore } from './metric-store.ts';

/** A change of an alarm's state. `atMs` is virtual epoch milliseconds. */
export interface AlarmChange {
  readonly alarm: Alarm;
  readonly from: AlarmState;
  readonly to: AlarmState;
  readonly reason: string;
  readonly atMs: number;
}

/** An alarm as it is now. Times are virtual epoch milliseconds; `properties` are those of the template. */
export interface AlarmRecord {
  readonly alarm: Alarm;
  readonly properties: AlarmDeclaration['properties'];
  /** When it was created or last changed. */
  readonly updatedMs: number;
  state: AlarmState;
  reason: string;
  stateMs: number;
}

/** A log line whose embedded metrics CloudWatch would silently drop. */
export interface RejectedLine {
  readonly logGroup: string;
  readonly line: string;
  readonly reason: string;
}

/** Runs an alarm action: notifies an SNS topic of a change. */
export type NotifyTopic = (topicArn: string, change: AlarmChange) => void;

/**
 * Metrics and alarms. Metrics come from the log lines of functions (embedded metric format) and from the services of
 * the local cloud. Alarms come from templates and are evaluated on demand.
 */
export class CloudWatch {
  readonly #host: Host;
  readonly #notify: NotifyTopic;
  readonly #store = new MetricStore();
  readonly #alarms = new Map<string, AlarmRecord>();
  readonly #rejected: RejectedLine[] = [];

  constructor(host: Host, notify: NotifyTopic) {
    this.#host = host;
    this.#notify = notify;
  }

  /** Log lines with malformed metrics so far. AWS only counts them, but a run with any is not sound. */
  get rejected(): readonly RejectedLine[] {
    return this.#rejected;
  }

  /** Takes a log line of a function and the metrics in it. A malformed line is added to `rejected` and traced. */
  ingest(logGroup: string, line: string): void {
    const read = readEmbeddedMetrics(line, this.#host.timeline.nowMs);
    if (!read.ok) {
      this.#rejected.push({ logGroup, line, reason: read.reason });
      this.#host.trace('cloudwatch.rejected', { logGroup, reason: read.reason });
      return;
    }
    for (const { metric, value, atMs } of read.values) this.#store.add(metric, value, atMs);
  }

  /** Adds one value now, for a metric that a service publishes (`AWS/SQS`, `AWS/Events` ...). */
  record(namespace: string, name: string, dimensions: Readonly<Record<string, string>>, value: number): void {
    this.#store.add({ namespace, name, dimensions }, value, this.#host.timeline.nowMs);
  }

  /**
   * Counts a call of a function at the time at which it began (`AWS/Lambda`). A call that succeeds adds no value to
   * Errors. Lambda's guide once said that no zeros are sent; now it does not mention them.
   */
  recordCall(functionName: string, call: { readonly beganMs: number; readonly isOk: boolean }): void {
    const dimensions = { FunctionName: functionName };
    const names = call.isOk ? ['Invocations'] : ['Invocations', 'Errors'];
    for (const name of names) this.#store.add({ namespace: 'AWS/Lambda', name, dimensions }, 1, call.beganMs);
  }

  /** Every metric with the values of the whole run. */
  totals(): readonly (Metric & Datapoint)[] {
    return this.#store.totals();
  }

  /** Adds an alarm of a template, in state INSUFFICIENT_DATA. Refuses what `PutMetricAlarm` refuses. */
  declareAlarm(declaration: AlarmDeclaration): void {
    const alarm = readAlarm(declaration);
    if (this.#alarms.has(alarm.name))
      throw new ServiceError('ValidationError', `alarm ${alarm.name} is declared twice`);
    const { nowMs } = this.#host.timeline;
    this.#alarms.set(alarm.name, {
      ...{ alarm, properties: declaration.properties, updatedMs: nowMs, stateMs: nowMs },
      state: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
    });
  }

  /** Every alarm with its state, by name. */
  get alarmRecords(): readonly AlarmRecord[] {
    return [...this.#alarms.values()].sort((one, other) => (one.alarm.name < other.alarm.name ? -1 : 1));
  }

  /** The values of a metric by period, oldest first. Periods without a value are left out. */
  datapoints(metric: Metric, time: Parameters<MetricStore['datapoints']>[1]): [number, Datapoint][] {
    return this.#store.datapoints(metric, time);
  }

  /** Changes an alarm, which keeps its state until the next evaluation. Refuses what `PutMetricAlarm` refuses. */
  updateAlarm(declaration: AlarmDeclaration): void {
    const alarm = readAlarm(declaration);
    const standing = this.#alarms.get(alarm.name);
    const { properties } = declaration;
    if (standing === undefined) this.declareAlarm(declaration);
    else
      this.#alarms.set(alarm.name, { ...standing, alarm, properties, updatedMs: this.#host.timeline.nowMs });
  }

  /** Deletes an alarm, if it exists. */
  removeAlarm(name: string): void {
    this.#alarms.delete(name);
  }

  hasAlarm(name: string): boolean {
    return this.#alarms.has(name);
  }

  /** Every alarm, in the order of declaration. */
  get alarms(): readonly Alarm[] {
    return [...this.#alarms.values()].map(({ alarm }) => alarm);
  }

  /** The state of every alarm, by name, at the last evaluation. */
  alarmStates(): ReadonlyMap<string, AlarmState> {
    return new Map([...this.#alarms].map(([name, { state }]) => [name, state]));
  }

  /**
   * Evaluates every alarm over the whole periods before `nowMs`, runs the actions of those that changed, and returns
   * the changes. AWS does this every minute, so call it every minute.
   */
  evaluateAlarms(nowMs: number): readonly AlarmChange[] {
    const changes: AlarmChange[] = [];
    for (const entry of this.#alarms.values()) {
      const from = entry.state;
      const { state: to, explain } = evaluateAlarm(entry.alarm, this.#store, { nowMs, current: from });
      if (to === from) continue;
      const reason = explain();
      Object.assign(entry, { state: to, reason, stateMs: nowMs });
      const change: AlarmChange = { alarm: entry.alarm, from, to, reason, atMs: nowMs };
      changes.push(change);
      this.#host.trace('cloudwatch.alarm', { alarm: entry.alarm.name, from, to, reason });
      for (const topicArn of entry.alarm.actions[to]) this.#notify(topicArn, change);
    }
    return changes;
  }
}
