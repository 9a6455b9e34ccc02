import { CancelCommandCommand, SSMClient } from '@aws-sdk/client-ssm';
import { callsAtOnce, mapConcurrently } from '../../../lambdas/shared/clients/map-concurrently.ts';
import type { Clock } from '../../../lambdas/shared/clients/system-clock.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';
import { type NodeResult, withoutCommand } from './node-result.ts';
import { outcomeOf } from './outcome.ts';
import { isStopped, type Pace, planPortions } from './pace.ts';
import { type Invocation, readInvocations, readOutput } from './read-invocations.ts';
import type { ReachableNode } from './run-node.ts';
import { type Sending, type Sent, sendPortion } from './send-portion.ts';

/** How often Muster looks after a cancellation, for the nodes on which it takes a moment. */
const looksAfterCancelMax = 6;
/** After so many looks that show nothing of a command, it is not on its way (a new one takes seconds to be shown). */
const looksUnseenMax = 60;
/** Throttled looks are made again more often than is usual: the command is on its way, and somebody waits for it. */
const readAttempts = 8;

/** A run over nodes that can be reached. */
export interface FleetRun {
  readonly settings: ClientSettings;
  readonly nodes: readonly ReachableNode[];
  readonly sending: Sending;
  readonly pace: Pace;
  /** When it is given, the commands are cancelled. */
  readonly signal: AbortSignal;
  /** Hears of each node as soon as it has ended there. */
  onResult(result: NodeResult): void;
}

/** A run on its way. */
export class Course {
  readonly commandIds: string[] = [];
  readonly #run: FleetRun;
  readonly #clock: Clock;
  /** `SendCommand` is not idempotent, so its client does not retry. */
  readonly #sender: SSMClient;
  readonly #reader: SSMClient;
  #waiting: readonly ReachableNode[];
  /** By command: the nodes on which it has not ended. */
  readonly #open = new Map<string, Map<string, ReachableNode>>();
  readonly #looksUnseen = new Map<string, number>();
  #errors = 0;
  /** Why nothing more is sent, if that is so. */
  #stopReason: string | undefined;
  #looksAfterCancel: number | undefined;
  /** The commands that Systems Manager has taken back. */
  readonly #cancelled = new Set<string>();

  constructor(run: FleetRun, clock: Clock) {
    this.#run = run;
    this.#clock = clock;
    this.#waiting = run.nodes;
    this.#sender = new SSMClient({ ...run.settings, maxAttempts: 1 });
    this.#reader = new SSMClient({ ...run.settings, maxAttempts: readAttempts });
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** After the cancellation, pauses are whole again. */
  get wakeSignal(): AbortSignal | undefined {
    return this.#looksAfterCancel === undefined ? this.#run.signal : undefined;
  }

  get isOver(): boolean {
    if ((this.#looksAfterCancel ?? 0) >= looksAfterCancelMax) return true;
    return this.#open.size === 0;
  }

  get #inFlight(): number {
    return [...this.#open.values()].reduce((sum, nodes) => sum + nodes.size, 0);
  }

  /** Sends to as many as there is room for. */
  async send(): Promise<void> {
    if (this.#stopReason !== undefined) return;
    const { pace, sending } = this.#run;
    const progress = { waiting: this.#waiting, inFlight: this.#inFlight, errors: this.#errors };
    if (isStopped(progress, pace)) this.#stopReason = `more than ${pace.errorsMax} failed before`;
    for (const portion of planPortions(progress, pace)) {
      const isLeft = (node: ReachableNode) => !portion.nodes.includes(node);
      if (this.#stopReason !== undefined) return;
      for (const sent of await sendPortion(this.#sender, portion, sending, this.#clock)) this.#take(sent);
      this.#waiting = this.#waiting.filter(isLeft);
    }
    // Room may be left where a node was refused.
    if (this.#open.size === 0 && this.#waiting.length > 0 && this.#stopReason === undefined)
      await this.send();
  }

  #take(sent: Sent): void {
    if ('commandId' in sent) {
      this.commandIds.push(sent.commandId);
      this.#open.set(sent.commandId, new Map(sent.nodes.map((node) => [node.instanceId, node])));
      return;
    }
    const { nodes, isNodeRefused, reason } = sent;
    if (!isNodeRefused && this.commandIds.length === 0) throw new UsageError(reason);
    if (!isNodeRefused) this.#stopReason = reason;
    const outcome = isNodeRefused ? 'unreachable' : 'withheld';
    for (const node of nodes) this.#run.onResult(withoutCommand(node, outcome, reason));
  }

  /** Looks at what goes on. True when it has ended somewhere. */
  async look(): Promise<boolean> {
    if (this.#looksAfterCancel !== undefined) this.#looksAfterCancel += 1;
    try {
      const found = await mapConcurrently([...this.#open.keys()], callsAtOnce, (id) => this.#read(id));
      const told = await mapConcurrently(found.flat(), callsAtOnce, (one) => this.#tell(one));
      return told.includes(true);
    } catch (error) {
      return this.#giveUp(error);
    }
  }

  async #read(commandId: string): Promise<Invocation[]> {
    const found = await readInvocations(this.#reader, commandId);
    const unseen = found.length > 0 ? 0 : (this.#looksUnseen.get(commandId) ?? 0) + 1;
    this.#looksUnseen.set(commandId, unseen);
    if (unseen > looksUnseenMax) throw new Error('Systems Manager does not show the command');
    return found;
  }

  async #tell(invocation: Invocation): Promise<boolean> {
    const { commandId, instanceId, statusDetails, exitCode } = invocation;
    const node = this.#open.get(commandId)?.get(instanceId);
    const outcome = outcomeOf(invocation);
    if (node === undefined || outcome === undefined) return false;
    const output = await readOutput(this.#reader, invocation);
    const detail = outcome === 'succeeded' ? '' : statusDetails;
    if (outcome === 'failed') this.#errors += 1;
    this.#close(commandId, instanceId);
    this.#run.onResult({ node, outcome, detail, exitCode, commandId, ...output });
    return true;
  }

  #close(commandId: string, instanceId: string): void {
    const nodes = this.#open.get(commandId);
    nodes?.delete(instanceId);
    if (nodes?.size === 0) this.#open.delete(commandId);
  }

  /** Takes the commands back when the signal was given; a new one is shown, and can be taken back, a moment later. */
  async cancelIfAsked(): Promise<void> {
    if (!this.#run.signal.aborted) return;
    this.#looksAfterCancel ??= 0;
    this.#stopReason ??= 'the run was cancelled before';
    const open = [...this.#open.keys()].filter((id) => !this.#cancelled.has(id));
    await mapConcurrently(open, callsAtOnce, (id) => this.#cancel(id)).catch((error: unknown) =>
      this.#giveUp(error, 'ssm:CancelCommand'),
    );
  }

  async #cancel(CommandId: string): Promise<void> {
    try {
      await this.#reader.send(new CancelCommandCommand({ CommandId }));
      this.#cancelled.add(CommandId);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'InvalidCommandId')) throw error;
    }
  }

  #giveUp(error: unknown, operation = 'ssm:ListCommandInvocations'): never {
    try {
      return refuse(operation, error, 'run', this.#run.settings);
    } catch (refusal) {
      const line = refusal instanceof Error ? refusal.message : String(refusal);
      const ids = [...this.#open.keys()].join(', ');
      throw new UsageError(`${line}; what was sent goes on: command ${ids}`);
    }
  }

  /** Tells of the nodes that got nothing, and of those on which the cancellation was not over in time. */
  tellRest(): void {
    for (const [commandId, nodes] of this.#open)
      for (const node of nodes.values())
        this.#run.onResult({ ...withoutCommand(node, 'cancelled', this.#openReason(commandId)), commandId });
    const reason = this.#stopReason ?? 'the run ended before';
    for (const node of this.#waiting) this.#run.onResult(withoutCommand(node, 'withheld', reason));
  }

  #openReason(commandId: string): string {
    if (this.#cancelled.has(commandId)) return 'it is being cancelled';
    return `it could not be cancelled, and may go on: aws ssm cancel-command --command-id ${commandId}`;
  }
}
