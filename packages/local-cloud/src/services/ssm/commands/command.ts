import type { CommandInvocationStatus, CommandStatus, Target } from '@aws-sdk/client-ssm';
import type { AgentValues } from '../../../agent/agent-values.ts';
import type { MachineSpec, Script } from '../../../agent/instance-spec.ts';
import type { Answer } from '../../../agent/run-events.ts';
import type { DocumentVersion } from '../documents/document-store.ts';
import type { ManagedNode } from '../nodes/managed-node.ts';
import { readShare } from '../rate-share.ts';
import type { CommandOutput } from './command-output.ts';

/** The values of an invocation's `StatusDetails`. Their indexes are stored. */
const invocationDetails = [
  'Pending',
  'InProgress',
  'Delayed',
  'Cancelling',
  'Success',
  'Failed',
  'ExecutionTimedOut',
  'DeliveryTimedOut',
  'Undeliverable',
  'Terminated',
  'InvalidPlatform',
  'Cancelled',
] as const;

/** `StatusDetails` of an invocation. */
export type InvocationDetails = (typeof invocationDetails)[number];

/** `Status` of an invocation for its `StatusDetails`. The last five are assumed. */
export const invocationStatuses = {
  Pending: 'Pending',
  InProgress: 'InProgress',
  Delayed: 'Delayed',
  Cancelling: 'Cancelling',
  Success: 'Success',
  Failed: 'Failed',
  ExecutionTimedOut: 'TimedOut',
  DeliveryTimedOut: 'TimedOut',
  Undeliverable: 'Failed',
  Terminated: 'Cancelled',
  InvalidPlatform: 'Failed',
  Cancelled: 'Cancelled',
} as const satisfies Record<InvocationDetails, CommandInvocationStatus>;

/** `StatusDetails` of a command. */
export type CommandDetails =
  | 'Pending'
  | 'InProgress'
  | 'Cancelling'
  | 'Success'
  | 'Failed'
  | 'Incomplete'
  | 'DeliveryTimedOut'
  | 'ExecutionTimedOut'
  | 'Cancelled'
  | 'NoInstancesInTag';

/** `Status` of a command for its `StatusDetails`. `Incomplete` and `NoInstancesInTag` are assumed. */
export const commandStatuses = {
  Pending: 'Pending',
  InProgress: 'InProgress',
  Cancelling: 'Cancelling',
  Success: 'Success',
  Failed: 'Failed',
  Incomplete: 'Failed',
  DeliveryTimedOut: 'TimedOut',
  ExecutionTimedOut: 'TimedOut',
  Cancelled: 'Cancelled',
  NoInstancesInTag: 'Success',
} as const satisfies Record<CommandDetails, CommandStatus>;

/** The request of a command. */
export interface CommandRequest {
  readonly id: string;
  readonly region: string;
  readonly sequence: number;
  readonly requestedMs: number;
  /** When reads begin to return the command. SendCommand is eventually consistent. */
  readonly visibleFromMs: number;
  readonly document: DocumentVersion;
  /** The version as in the request. */
  readonly documentVersion: string;
  readonly instanceIds: readonly string[];
  readonly targets: readonly Target[];
  readonly parameters: Readonly<Record<string, string[]>>;
  readonly values: AgentValues;
  readonly comment: string;
  readonly timeoutSeconds: number;
  readonly expiresMs: number;
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  readonly output: CommandOutput;
}

/**
 * One command and its invocations. There may be hundreds of thousands of invocations, so each one is an index into a
 * few typed arrays, and the output of its script is computed on demand. Commands are kept for a month, but instances
 * are not: when all invocations have ended, only the id, the name and the spec of an instance are kept.
 */
export class Command {
  readonly request: CommandRequest;
  /** The ids of the target instances, in the order of the invocations. */
  readonly targetIds: readonly string[];
  readonly #specs: readonly MachineSpec[];
  #instances: readonly ManagedNode[];
  #names: readonly string[] = [];
  details: CommandDetails = 'Pending';
  /** The number of invocations that have ended, that have failed, and that were not delivered in time. */
  completed = 0;
  errors = 0;
  deliveryTimedOut = 0;
  /** The number of invocations that were sent, that are in flight, and that are not acknowledged. */
  sent = 0;
  inFlight = 0;
  unacknowledged = 0;
  /** How many may be sent at once. The number doubles up to `concurrencyMax`. */
  ramp = 1;
  isCancelled = false;
  readonly #details: Uint8Array;
  readonly #startedMs: Float64Array;
  readonly #endedMs: Float64Array;
  readonly #scriptsRunBefore: Uint16Array;
  readonly #scriptMs: Uint32Array;
  readonly #reports: Uint8Array;
  readonly #cancelledAtMs = new Map<number, number>();
  readonly #scripts = new Map<number, Script>();
  readonly #answers = new Map<number, readonly Answer[]>();

  constructor(request: CommandRequest, instances: readonly ManagedNode[]) {
    this.request = request;
    this.targetIds = instances.map(({ id }) => id);
    this.#specs = instances.map(({ spec }) => spec);
    this.#instances = instances;
    const count = instances.length;
    this.#details = new Uint8Array(count);
    this.#startedMs = new Float64Array(count);
    this.#endedMs = new Float64Array(count);
    this.#scriptsRunBefore = new Uint16Array(count);
    this.#scriptMs = new Uint32Array(count);
    this.#reports = new Uint8Array(count);
  }

  /** The number of target instances. */
  get targetCount(): number {
    return this.targetIds.length;
  }

  /** The instance of an invocation. Undefined after all invocations have ended. */
  instanceOf(index: number): ManagedNode | undefined {
    return this.#instances[index];
  }

  /** The spec of an invocation's instance. */
  specOf(index: number): MachineSpec | undefined {
    return this.#specs[index];
  }

  /**
   * The `Name` tag of an invocation's instance: the current one or, after all invocations have ended, the one at that
   * time.
   */
  nameOf(index: number, nowMs: number): string {
    return this.#names[index] ?? this.#instances[index]?.tags(nowMs)['Name'] ?? '';
  }

  /** Releases the instances after all invocations have ended. */
  release(nowMs: number): void {
    this.#names = this.targetIds.map((_, index) => this.nameOf(index, nowMs));
    this.#instances = [];
  }

  /** The most invocations in flight: a number or a percentage of the targets, at least one. */
  get concurrencyMax(): number {
    return Math.max(1, readShare(this.request.maxConcurrency, this.targetCount));
  }

  /** The number of tolerated errors. One more stops the command. A percentage is rounded down. */
  get errorsMax(): number {
    return readShare(this.request.maxErrors, this.targetCount);
  }

  /** Whether every invocation has ended. */
  get hasEnded(): boolean {
    return this.completed === this.targetCount;
  }

  /** `StatusDetails` of one invocation, by its index. */
  detailsOf(index: number): InvocationDetails {
    return invocationDetails[this.#details[index] ?? 0] ?? 'Pending';
  }

  /** Sets `StatusDetails` of one invocation. The dispatcher updates the counts. */
  setDetails(index: number, details: InvocationDetails): void {
    this.#details[index] = invocationDetails.indexOf(details);
  }

  /** Whether the invocation has reached a final state. */
  isOver(index: number): boolean {
    return (this.#details[index] ?? 0) >= invocationDetails.indexOf('Success');
  }

  /** Records the start of the document, with the data to compute the run again. */
  recordStart(index: number, run: { atMs: number; scriptsRunBefore: number; scriptMs: number }): void {
    this.#startedMs[index] = run.atMs;
    this.#scriptsRunBefore[index] = run.scriptsRunBefore;
    this.#scriptMs[index] = run.scriptMs;
  }

  /** Keeps what scripts did at the start of an invocation, where it is not what the spec of the instance says. */
  keepScript(index: number, script: Script): void {
    this.#scripts.set(index, script);
  }

  /** What scripts do in an invocation that has started. */
  scriptOf(index: number): Script | undefined {
    return this.#scripts.get(index) ?? this.#specs[index]?.script;
  }

  /** Records that the order to cancel has reached the agent, so long after the document's start. */
  recordCancel(index: number, atMs: number): void {
    this.#cancelledAtMs.set(index, atMs);
  }

  /** Records how many reports of steps have come from the agent: the documents of the service have fewer than 256. */
  recordReports(index: number, count: number): void {
    this.#reports[index] = count;
  }

  /** How many reports of steps have come. */
  reportsOf(index: number): number {
    return this.#reports[index] ?? 0;
  }

  /** Keeps what the agent was answered while it ran the document, where that cannot be computed again. */
  keepAnswers(index: number, answers: readonly Answer[]): void {
    this.#answers.set(index, answers);
  }

  /** What was kept of the answers; undefined when all of them can be computed again. */
  answersOf(index: number): readonly Answer[] | undefined {
    return this.#answers.get(index);
  }

  /** Records when the invocation reached its last state. */
  recordEnd(index: number, atMs: number): void {
    this.#endedMs[index] = atMs;
  }

  /** The start and the end in epoch milliseconds (0: not yet), and the data of the run. */
  runOf(index: number) {
    return {
      startedMs: this.#startedMs[index] ?? 0,
      endedMs: this.#endedMs[index] ?? 0,
      scriptsRunBefore: this.#scriptsRunBefore[index] ?? 0,
      scriptMs: this.#scriptMs[index] ?? 0,
      cancelledAtMs: this.#cancelledAtMs.get(index),
    };
  }

  /** `StatusDetails` of every invocation. */
  *allDetails(): Generator<InvocationDetails> {
    for (let index = 0; index < this.targetCount; index++) yield this.detailsOf(index);
  }
}

/**
 * The final `StatusDetails` of a command.
 *
 * Undeliverable and InvalidPlatform count only if there is no other result: four of them and one Success are Success.
 */
export function rollUp(command: Command): CommandDetails {
  if (command.isCancelled) return 'Cancelled';
  const counts = new Map<InvocationDetails, number>();
  for (const details of command.allDetails()) counts.set(details, (counts.get(details) ?? 0) + 1);
  const count = (details: InvocationDetails) => counts.get(details) ?? 0;
  if (command.errors > command.errorsMax)
    return count('ExecutionTimedOut') > command.errorsMax && count('Failed') === 0
      ? 'ExecutionTimedOut'
      : 'Failed';
  const successes = count('Success');
  if (count('Cancelled') === command.targetCount) return 'Cancelled';
  if (command.errors > 0 || count('Cancelled') > 0) return 'Incomplete';
  if (command.deliveryTimedOut > 0) return successes > 0 ? 'Incomplete' : 'DeliveryTimedOut';
  return successes > 0 ? 'Success' : 'Failed';
}
