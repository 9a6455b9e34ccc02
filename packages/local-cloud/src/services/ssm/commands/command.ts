import type { CommandInvocationStatus, CommandStatus, Target } from '@aws-sdk/client-ssm';
import type { AgentValues } from '../../../agent/agent-values.ts';
import type { InstanceSpec } from '../../../agent/instance-spec.ts';
import type { Answer } from '../../../agent/run-events.ts';
import type { Instance } from '../../ec2/ec2-instance.ts';
import type { DocumentVersion } from '../documents/document-store.ts';

/** The fine states of an invocation, in the order of the numbers that are stored for them. */
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

/** What a command was sent with. */
export interface CommandRequest {
  readonly id: string;
  readonly region: string;
  readonly sequence: number;
  readonly requestedMs: number;
  /** From when reads see the command: SendCommand is eventually consistent. */
  readonly visibleFromMs: number;
  readonly document: DocumentVersion;
  /** The version as the caller wrote it. */
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
}

/**
 * One command and its invocations. There may be hundreds of thousands of invocations: each is one place in a few typed
 * arrays, and what its script printed is computed again when somebody asks. Commands are kept for a month, and
 * instances end: once all is over, nothing of an instance is kept but its id, its name and its spec.
 */
export class Command {
  readonly request: CommandRequest;
  /** The ids of the instances that it was sent to, in the order of the invocations. */
  readonly targetIds: readonly string[];
  readonly #specs: readonly InstanceSpec[];
  #instances: readonly Instance[];
  #names: readonly string[] = [];
  details: CommandDetails = 'Pending';
  /** How many invocations have ended, have ended in an error that counts, were not delivered in time. */
  completed = 0;
  errors = 0;
  deliveryTimedOut = 0;
  /** How many invocations have been sent, and how many of these have not ended, or have not been acknowledged. */
  sent = 0;
  inFlight = 0;
  unacknowledged = 0;
  /** How many may be sent at once: doubles until it is `concurrencyMax`. */
  ramp = 1;
  isCancelled = false;
  readonly #details: Uint8Array;
  readonly #startedMs: Float64Array;
  readonly #endedMs: Float64Array;
  readonly #scriptsRunBefore: Uint16Array;
  readonly #scriptMs: Uint32Array;
  readonly #reports: Uint8Array;
  readonly #cancelledAtMs = new Map<number, number>();
  readonly #answers = new Map<number, readonly Answer[]>();

  constructor(request: CommandRequest, instances: readonly Instance[]) {
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

  /** How many instances the command was sent to. */
  get targetCount(): number {
    return this.targetIds.length;
  }

  /** The instance of an invocation; undefined when all invocations are over. */
  instanceOf(index: number): Instance | undefined {
    return this.#instances[index];
  }

  /** What the instance of an invocation was launched as. */
  specOf(index: number): InstanceSpec | undefined {
    return this.#specs[index];
  }

  /** The `Name` tag of an invocation's instance: as EC2 shows it now, and in the end as it was when all was over. */
  nameOf(index: number, nowMs: number): string {
    return this.#names[index] ?? this.#instances[index]?.tags(nowMs)['Name'] ?? '';
  }

  /** All invocations are over: lets go of the instances. */
  release(nowMs: number): void {
    this.#names = this.targetIds.map((_, index) => this.nameOf(index, nowMs));
    this.#instances = [];
  }

  /** How many invocations may be in flight: a number, or a percentage of the targets, at least one. */
  get concurrencyMax(): number {
    return Math.max(1, readShare(this.request.maxConcurrency, this.targetCount));
  }

  /** How many errors are tolerated: one more stops the command. A percentage rounds down. */
  get errorsMax(): number {
    return readShare(this.request.maxErrors, this.targetCount);
  }

  /** Whether every invocation has ended. */
  get hasEnded(): boolean {
    return this.completed === this.targetCount;
  }

  /** `StatusDetails` of one invocation, by its place among the targets. */
  detailsOf(index: number): InvocationDetails {
    return invocationDetails[this.#details[index] ?? 0] ?? 'Pending';
  }

  /** Changes the fine state of one invocation; the dispatcher keeps the counts. */
  setDetails(index: number, details: InvocationDetails): void {
    this.#details[index] = invocationDetails.indexOf(details);
  }

  /** Whether the invocation has reached a state that it never leaves. */
  isOver(index: number): boolean {
    return (this.#details[index] ?? 0) >= invocationDetails.indexOf('Success');
  }

  /** Records that the agent has started the document, and what is needed to compute that run again. */
  recordStart(index: number, run: { atMs: number; scriptsRunBefore: number; scriptMs: number }): void {
    this.#startedMs[index] = run.atMs;
    this.#scriptsRunBefore[index] = run.scriptsRunBefore;
    this.#scriptMs[index] = run.scriptMs;
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

  /** When it started and ended in epoch milliseconds (0: it has not), and what its run was made of. */
  runOf(index: number) {
    return {
      startedMs: this.#startedMs[index] ?? 0,
      endedMs: this.#endedMs[index] ?? 0,
      scriptsRunBefore: this.#scriptsRunBefore[index] ?? 0,
      scriptMs: this.#scriptMs[index] ?? 0,
      cancelledAtMs: this.#cancelledAtMs.get(index),
    };
  }

  /** Each invocation's fine state. */
  *allDetails(): Generator<InvocationDetails> {
    for (let index = 0; index < this.targetCount; index++) yield this.detailsOf(index);
  }
}

function readShare(text: string, whole: number): number {
  const amount = Number.parseInt(text, 10);
  return text.endsWith('%') ? Math.floor((whole * amount) / 100) : amount;
}

/**
 * What a command comes to when all its invocations have ended.
 *
 * Undeliverable and InvalidPlatform count only when nothing else happened: four of them and one Success is Success.
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
