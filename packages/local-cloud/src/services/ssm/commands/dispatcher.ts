import type { Host } from '../../../core/host.ts';
import type { FleetListener } from '../../ec2/instance-fleet.ts';
import type { ManagedNode } from '../nodes/managed-node.ts';
import type { AgentOutside } from './agent-outside.ts';
import { AgentRuns, type Place } from './agent-runs.ts';
import { type Command, type InvocationDetails, rollUp } from './command.ts';
import type { CommandEvents } from './command-events.ts';

/**
 * The time from the send to the agent's acknowledgement, and from a cancel request to the end of the document. Assumed.
 */
const DELIVERY_MS = [200, 3_000] as const;
/** When an order is sent again that an agent refused because it had too many. Assumed. */
const REDELIVERY_MS = [10_000, 30_000] as const;

/**
 * Delivers commands to agents and records their results.
 *
 * A command is sent to one instance first, then to two, four and so on as the agents acknowledge it, with at most
 * MaxConcurrency in flight. An invocation whose agent does not answer is `Delayed`. It waits until the instance
 * returns, is terminated (`Undeliverable`), or the command expires (`DeliveryTimedOut`). A document that has not
 * started within TimeoutSeconds is not started.
 */
export class Dispatcher implements FleetListener {
  readonly #host: Host;
  readonly #events: CommandEvents;
  readonly #expiries = new Map<Command, { cancel(): void }>();
  readonly #waiting = new Map<string, Place[]>();
  readonly #runs: AgentRuns;

  constructor(host: Host, events: CommandEvents, outside: AgentOutside) {
    this.#host = host;
    this.#events = events;
    this.#runs = new AgentRuns(host, outside, (place, details) => this.#settle(place, details));
  }

  /** Starts the delivery of a command on the timeline. */
  start(command: Command): void {
    const { timeline } = this.#host;
    const expiry = timeline.at(command.request.expiresMs, () => this.#expire(command));
    this.#expiries.set(command, expiry);
    timeline.after(0, () => this.#advance(command));
  }

  /** Cancels invocations. One that has not started ends now. The agent ends a running one a little later. */
  cancel(command: Command, instanceIds: readonly string[]): void {
    if (command.hasEnded) return;
    command.isCancelled ||= instanceIds.length === 0;
    command.targetIds.forEach((id, index) => {
      const isMeant = instanceIds.length === 0 || instanceIds.includes(id);
      if (isMeant && !command.isOver(index)) this.#cancelOne({ command, index });
    });
    if (!command.hasEnded && command.isCancelled) this.#changeCommand(command, 'Cancelling');
  }

  #cancelOne(place: Place): void {
    const { command, index } = place;
    const details = command.detailsOf(index);
    if (details === 'Pending' || details === 'Delayed') this.#settle(place, 'Cancelled');
    if (details !== 'InProgress') return;
    this.#change(place, 'Cancelling');
    this.#host.timeline.after(this.#deliveryMs(), () => {
      const instance = command.instanceOf(index);
      if (command.detailsOf(index) === 'Cancelling' && instance !== undefined)
        this.#runs.cancel(place, instance);
    });
  }

  /** Delivers waiting invocations when the agent is up. */
  instanceRunning(instance: ManagedNode): void {
    this.#retryWaiting(instance);
  }

  /** Ends waiting invocations as Undeliverable. */
  instanceTerminated(instance: ManagedNode): void {
    this.#retryWaiting(instance);
  }

  /** Sends as many as the ramp and MaxConcurrency allow. */
  #advance(command: Command): void {
    const isRamping = command.ramp < command.concurrencyMax;
    if (command.hasEnded || (isRamping && command.unacknowledged > 0)) return;
    let free = Math.min(command.ramp, command.concurrencyMax) - (isRamping ? 0 : command.inFlight);
    free = Math.min(free, command.concurrencyMax - command.inFlight);
    for (; free > 0 && command.sent < command.targetCount; command.sent++) {
      if (command.isOver(command.sent)) continue;
      const place = { command, index: command.sent };
      command.inFlight++;
      command.unacknowledged++;
      free--;
      this.#host.timeline.after(this.#deliveryMs(), () => this.#deliver(place));
    }
    command.ramp = Math.min(command.ramp * 2, command.concurrencyMax);
  }

  #deliver(place: Place): void {
    const { command, index } = place;
    const instance = command.instanceOf(index);
    if (instance === undefined || command.isOver(index)) return;
    const nowMs = this.#host.timeline.nowMs;
    if (instance.isOver) {
      this.#settle(place, 'Undeliverable');
      return;
    }
    const isTooLate = nowMs > command.request.requestedMs + command.request.timeoutSeconds * 1000;
    if (!isTooLate && instance.agent.isUp(nowMs)) {
      this.#hand(place, instance);
      return;
    }
    this.#delay(place);
    this.#await(place, instance);
  }

  /** The order did not get through. It is sent again, and the wave after it does not wait for that. */
  #delay(place: Place): void {
    const { command, index } = place;
    if (command.detailsOf(index) !== 'Pending') return;
    this.#change(place, 'Delayed');
    this.#acknowledge(place);
    this.#advance(command);
  }

  /** Retries when a booting agent is up, or waits until the fleet reports that the instance runs or is terminated. */
  #await(place: Place, instance: ManagedNode): void {
    const { upFromMs } = instance.agent;
    const isBooting = upFromMs > this.#host.timeline.nowMs && upFromMs < place.command.request.expiresMs;
    if (isBooting) this.#host.timeline.at(upFromMs + this.#deliveryMs(), () => this.#deliver(place));
    else this.#waiting.set(instance.id, [...(this.#waiting.get(instance.id) ?? []), place]);
  }

  #retryWaiting(instance: ManagedNode): void {
    const places = this.#waiting.get(instance.id) ?? [];
    this.#waiting.delete(instance.id);
    for (const place of places) this.#deliver(place);
  }

  /** Hands an order to an agent that is up. One that has too many refuses it, and gets it again a little later. */
  #hand(place: Place, instance: ManagedNode): void {
    const { command, index } = place;
    const taken = this.#runs.offer(place, instance);
    if (taken === 'refused') {
      this.#delay(place);
      const afterMs = this.#host.random('ssm/redelivery').integer(...REDELIVERY_MS);
      this.#host.timeline.after(afterMs, () => this.#deliver(place));
      return;
    }
    if (command.detailsOf(index) === 'Pending') this.#acknowledge(place);
    this.#change(place, 'InProgress');
    this.#changeCommand(command, 'InProgress');
    if (taken === 'runs') this.#runs.begin(place, instance);
    this.#advance(command);
  }

  #expire(command: Command): void {
    command.targetIds.forEach((_, index) => {
      if (!command.isOver(index)) this.#settle({ command, index }, 'DeliveryTimedOut');
    });
  }

  #acknowledge({ command }: Place): void {
    command.unacknowledged--;
  }

  #settle(place: Place, details: InvocationDetails): void {
    const { command, index } = place;
    const before = command.detailsOf(index);
    if (index < command.sent) {
      command.inFlight--;
      if (before === 'Pending') this.#acknowledge(place);
    }
    command.completed++;
    if (details === 'Failed' || details === 'ExecutionTimedOut') command.errors++;
    if (details === 'DeliveryTimedOut') command.deliveryTimedOut++;
    command.recordEnd(index, this.#host.timeline.nowMs);
    this.#change(place, details);
    if (command.errors > command.errorsMax) this.#terminateRest(command);
    if (command.hasEnded) this.#end(command);
    else this.#advance(command);
  }

  /** Terminates the unsent invocations after too many errors. Running ones may finish. */
  #terminateRest(command: Command): void {
    for (let index = command.sent; index < command.targetCount; index++) {
      if (command.isOver(index)) continue;
      command.completed++;
      command.recordEnd(index, this.#host.timeline.nowMs);
      this.#change({ command, index }, 'Terminated');
    }
    command.sent = command.targetCount;
  }

  #end(command: Command): void {
    this.#expiries.get(command)?.cancel();
    this.#expiries.delete(command);
    this.#changeCommand(command, rollUp(command));
    command.release(this.#host.timeline.nowMs);
  }

  #change({ command, index }: Place, details: InvocationDetails): void {
    command.setDetails(index, details);
    const instanceId = command.targetIds[index] ?? '';
    this.#host.trace('ssm.invocation', { commandId: command.request.id, instanceId, details });
    this.#events.invocationChanged(command, instanceId, details);
  }

  #changeCommand(command: Command, details: Command['details']): void {
    if (command.details === details || (details === 'InProgress' && command.details !== 'Pending')) return;
    command.details = details;
    this.#events.commandChanged(command);
  }

  #deliveryMs(): number {
    return this.#host.random('ssm/delivery').integer(...DELIVERY_MS);
  }
}
