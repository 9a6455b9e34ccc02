import type { Access } from '../core/access.ts';
import type { Gateway } from '../core/gateway.ts';
import type { Host } from '../core/host.ts';
import type { Principal } from '../core/service.ts';
import { CloudWatch } from '../services/cloudwatch/cloudwatch.ts';
import type { EventMetric } from '../services/events/delivery.ts';
import type { FunctionSettings } from '../services/lambda/lambda-function.ts';
import type { Logs } from '../services/logs/logs.ts';
import type { Sns } from '../services/sns/sns.ts';
import type { Sqs } from '../services/sqs/sqs.ts';

/** The period at which queues are sampled and alarms evaluated, as in CloudWatch. */
const minuteMs = 60_000;
/** What each log event counts besides its message (CloudWatch Logs API, PutLogEvents). That it is billed: recalled. */
const logEventBytes = 26;

interface Observed extends Host {
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly access: Access;
  readonly logs: Logs;
}

/**
 * What an operator sees: logs, metrics, alarms, and the number of calls of each AWS operation by functions. Writing
 * logs requires permission, as on AWS.
 */
export class Observations {
  readonly cloudwatch: CloudWatch;
  readonly #cloud: Observed;
  readonly #partialLines = new Map<string, string>();
  readonly #calls = new Map<string, number>();
  readonly #refusals = new Map<string, number>();
  readonly #queueArns = new Set<string>();

  constructor(cloud: Observed, gateway: Gateway) {
    this.#cloud = cloud;
    this.cloudwatch = new CloudWatch(cloud, (topicArn, { alarm, to, reason }) => {
      const principal: Principal = {
        kind: 'service',
        service: 'cloudwatch.amazonaws.com',
        sourceArn: alarm.arn,
        sourceAccount: cloud.accountId,
      };
      const refusal = cloud.access.refusal(principal, { action: 'sns:Publish', resource: topicArn });
      if (refusal === undefined) cloud.sns.publish(topicArn, reason, `${to}: ${alarm.name}`);
      else cloud.trace('cloudwatch.action-refused', { alarm: alarm.name, reason: refusal.message });
    });
    gateway.observe(({ service, operation, code, principal }) => {
      if (principal.kind !== 'role') return;
      const name = `${service}:${operation}`;
      this.#calls.set(name, (this.#calls.get(name) ?? 0) + 1);
      if (code !== 'ok') this.#countRefusal(name, code);
      cloud.trace('call', { operation: name, code });
    });
  }

  /** The number of calls by functions, by `service:Operation`, sorted. */
  get calls(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#calls].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** The number of calls by functions that IAM denied. */
  get deniedCalls(): number {
    const isDenial = (name: string) => /Access|Unauthorized|AuthorizationError/.test(name);
    return [...this.#refusals].reduce((sum, [name, count]) => sum + (isDenial(name) ? count : 0), 0);
  }

  /** The number of refused calls by functions, by `service:Operation Code`. */
  get refusals(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#refusals);
  }

  /** The latest lines that a function has written, oldest first. */
  linesOf(functionName: string): readonly string[] {
    return this.#cloud.logs.store.linesOf(functionName);
  }

  /**
   * Takes output of a function. Whole lines are kept and searched for metrics. If the function's role lacks the
   * permission, they are lost, as on AWS, and the denial is counted.
   */
  log(settings: FunctionSettings, text: string): void {
    const { functionName, logGroupName, roleArn } = settings;
    if (!this.#mayLog(roleArn, logGroupName)) return;
    const lines = ((this.#partialLines.get(functionName) ?? '') + text).split('\n');
    this.#partialLines.set(functionName, lines.pop() ?? '');
    for (const line of lines) {
      this.#cloud.bill('logs.ingestedBytes', logGroupName, Buffer.byteLength(line) + logEventBytes);
      this.#cloud.logs.store.append(functionName, logGroupName, line);
      this.cloudwatch.ingest(logGroupName, line);
    }
  }

  countEvent(metric: EventMetric, ruleName: string): void {
    this.cloudwatch.record('AWS/Events', metric, { RuleName: ruleName }, 1);
  }

  /** Names a queue whose metrics are sampled. */
  watchQueue(queueArn: string): void {
    this.#queueArns.add(queueArn);
  }

  /** Ends the sampling of a deleted queue. Its metrics so far stay. */
  forgetQueue(queueArn: string): void {
    this.#queueArns.delete(queueArn);
  }

  /** Samples queues and evaluates alarms every minute until `untilMs`. Until then, the timeline is not empty. */
  watchUntil(untilMs: number): void {
    const { timeline } = this.#cloud;
    const nextMs = (Math.floor(timeline.nowMs / minuteMs) + 1) * minuteMs;
    if (nextMs > untilMs) return;
    timeline.at(nextMs, () => {
      this.#sampleQueues();
      this.cloudwatch.evaluateAlarms(timeline.nowMs);
      this.watchUntil(untilMs);
    });
  }

  #sampleQueues(): void {
    for (const arn of this.#queueArns) {
      const dimensions = { QueueName: arn.split(':').at(-1) ?? '' };
      const { ApproximateNumberOfMessagesVisible, ApproximateAgeOfOldestMessage } =
        this.#cloud.sqs.metrics(arn);
      const sample = { ApproximateNumberOfMessagesVisible, ApproximateAgeOfOldestMessage };
      for (const [name, value] of Object.entries(sample)) {
        this.cloudwatch.record('AWS/SQS', name, dimensions, value);
      }
    }
  }

  /** Whether the function's role may write logs. Lambda uses that role. */
  #mayLog(roleArn: string, logGroupName: string): boolean {
    const { partition, region, accountId } = this.#cloud;
    const resource = `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroupName}:log-stream:local`;
    for (const operation of ['CreateLogStream', 'PutLogEvents']) {
      const action = `logs:${operation}`;
      const refusal = this.#cloud.access.refusal({ kind: 'role', roleArn }, { action, resource });
      if (refusal === undefined) continue;
      this.#countRefusal(action, refusal.code);
      this.#cloud.trace('logs.lost', { logGroup: logGroupName, reason: refusal.message });
      return false;
    }
    return true;
  }

  #countRefusal(operation: string, code: string): void {
    const name = `${operation} ${code}`;
    this.#refusals.set(name, (this.#refusals.get(name) ?? 0) + 1);
  }
}
