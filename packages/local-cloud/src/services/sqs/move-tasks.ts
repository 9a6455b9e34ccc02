import type { ListMessageMoveTasksResultEntry, StartMessageMoveTaskRequest } from '@aws-sdk/client-sqs';
import { isRecord } from '../../core/is-record.ts';
import type { Appointment } from '../../core/timeline.ts';
import type { Queue } from './queue.ts';
import type { QueueDirectory } from './queue-directory.ts';
import { invalidParameter, invalidValue, required, resourceNotFound } from './sqs-errors.ts';

/** The maximum rate (SQS API). It is also the default here; AWS chooses its own. */
const RATE_MAX = 500;

interface MoveTask {
  readonly handle: string;
  readonly source: Queue;
  readonly destination: Queue | undefined;
  readonly ratePerSecond: number | undefined;
  readonly startedMs: number;
  readonly toMove: number;
  moved: number;
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  failureReason: string | undefined;
  nextTick: Appointment | undefined;
}

/**
 * Message move tasks (redrives): messages of a dead-letter queue return to their source or move to a given queue. A
 * moved message is a new message there, with a new id, a new sent time and no receives. Each task moves messages once a
 * second. A task that has ended has nothing on the timeline.
 */
export class MoveTasks {
  readonly #queues: QueueDirectory;
  readonly #tasks: MoveTask[] = [];

  constructor(queues: QueueDirectory) {
    this.#queues = queues;
  }

  /** Starts a task and returns its handle. The first messages move a second later. */
  start(input: StartMessageMoveTaskRequest): string {
    const sourceArn = required('SourceArn', input.SourceArn);
    const source = this.#find(sourceArn, 'SourceArn');
    const destination =
      input.DestinationArn === undefined ? undefined : this.#find(input.DestinationArn, 'DestinationArn');
    const rate = input.MaxNumberOfMessagesPerSecond;
    if (rate !== undefined && (rate < 1 || rate > RATE_MAX))
      throw invalidValue(
        'MaxNumberOfMessagesPerSecond',
        rate,
        `Must be between 1 and ${RATE_MAX}, if provided.`,
      );
    if (this.#queues.sourcesOf(sourceArn).length === 0)
      throw invalidParameter('Source queue must be configured as a Dead Letter Queue.');
    if (this.#tasks.some((task) => task.source === source && task.status === 'RUNNING'))
      throw invalidParameter(
        'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
      );
    const task: MoveTask = {
      handle: this.#newHandle(sourceArn),
      source,
      destination,
      ratePerSecond: rate,
      startedMs: this.#queues.host.timeline.nowMs,
      toMove: source.counts.visible,
      moved: 0,
      status: 'RUNNING',
      failureReason: undefined,
      nextTick: undefined,
    };
    this.#tasks.push(task);
    this.#schedule(task);
    return task.handle;
  }

  /** Stops a running task and returns how many messages it has moved. */
  cancel(handle: string): number {
    const sourceArn = sourceArnOf(handle);
    if (sourceArn === undefined) throw invalidParameter('Value for parameter TaskHandle is invalid.');
    this.#find(sourceArn, 'SourceArn');
    const task = this.#tasks.find((candidate) => candidate.handle === handle);
    if (task === undefined) throw resourceNotFound('Task does not exist.');
    if (task.status !== 'RUNNING') throw invalidParameter('Only active tasks can be cancelled.');
    task.status = 'CANCELLED';
    task.nextTick?.cancel();
    return task.moved;
  }

  /** The latest tasks of a source, newest first. */
  list(sourceArn: string, countMax: number): ListMessageMoveTasksResultEntry[] {
    const source = this.#find(sourceArn, 'SourceArn');
    const found = this.#tasks.filter((task) => task.source === source).reverse();
    return found.slice(0, countMax).map(toEntry);
  }

  #schedule(task: MoveTask): void {
    task.nextTick = this.#queues.host.timeline.after(1000, () => this.#tick(task));
  }

  #tick(task: MoveTask): void {
    for (let n = task.ratePerSecond ?? RATE_MAX; n > 0 && task.status === 'RUNNING'; n--) this.#moveOne(task);
    if (task.status === 'RUNNING' && task.moved >= task.toMove) task.status = 'COMPLETED';
    if (task.status === 'RUNNING') this.#schedule(task);
  }

  #moveOne(task: MoveTask): void {
    const message = task.moved < task.toMove ? task.source.peekVisible() : undefined;
    if (message === undefined) {
      task.status = 'COMPLETED';
      return;
    }
    const origin = message.deadLetterSourceArn;
    const target = task.destination ?? (origin === undefined ? undefined : this.#queues.find(origin));
    if (target === undefined) {
      task.status = 'FAILED';
      task.failureReason = 'CouldNotDetermineMessageSource';
      return;
    }
    task.source.take(message);
    target.put(message);
    task.moved++;
  }

  #find(arn: string, parameter: string): Queue {
    const queue = this.#queues.find(arn);
    if (queue !== undefined) return queue;
    throw resourceNotFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`);
  }

  #newHandle(sourceArn: string): string {
    const taskId = this.#queues.host.random('sqs/move-tasks').uuid();
    return Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64');
  }
}

/** The source queue in a task handle, or undefined if the handle is invalid. */
export function sourceArnOf(handle: string): string | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(handle, 'base64').toString());
    if (!isRecord(value) || value['taskId'] === undefined) return undefined;
    return typeof value['sourceArn'] === 'string' ? value['sourceArn'] : undefined;
  } catch {
    return undefined;
  }
}

function toEntry(task: MoveTask): ListMessageMoveTasksResultEntry {
  return {
    TaskHandle: task.status === 'RUNNING' ? task.handle : undefined,
    Status: task.status,
    SourceArn: task.source.arn,
    DestinationArn: task.destination?.arn,
    MaxNumberOfMessagesPerSecond: task.ratePerSecond,
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    FailureReason: task.failureReason,
    StartedTimestamp: task.startedMs,
  };
}
