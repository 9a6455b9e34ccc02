import type { Host } from '../../../core/host.ts';
import { NotEmulatedError, type Principal } from '../../../core/service.ts';
import type { Appointment } from '../../../core/timeline.ts';
import type { CallAnswer, StepRun } from './actions/action.ts';
import { emulatedActions } from './actions/actions.ts';
import type { AutomationEvents } from './automation-events.ts';
import type { AutomationExecution, AutomationStatus, StepEnd, StepExecution } from './execution.ts';
import { failsWhen, timedOutWhile } from './failure-message.ts';
import { fillIn } from './fill-in.ts';
import { lookUpIn } from './look-up.ts';
import { nextStep, statusAtEnd } from './next-step.ts';
import { timeoutSecondsOf } from './step-timeout.ts';

/** How long the service takes from one step to the next, in milliseconds. Assumed. */
const BETWEEN_STEPS_MS = [200, 1_000] as const;
/** How long steps may run that a cancelled execution goes to (user guide). */
const CANCELLATION_MS_MAX = 120_000;

/** A call of an operation. */
interface AskedCall {
  readonly service: string;
  readonly name: string;
  readonly input: unknown;
}

/** Calls an operation of a service for a caller. */
export type CallService = (principal: Principal, asked: AskedCall) => CallAnswer;

/** The same for an operation that may answer later. The returned function gives up waiting. */
export type CallServiceWaiting = (
  principal: Principal,
  asked: AskedCall,
  done: (answer: CallAnswer) => void,
) => () => void;

/** How steps call services. */
interface Calls {
  readonly call: CallService;
  readonly callWaiting: CallServiceWaiting;
}

/** What an execution waits for: its next step, the end of one, or the end of its cancellation. */
interface Going {
  begin: Appointment | undefined;
  timeout: Appointment | undefined;
  limit: Appointment | undefined;
  run: StepRun | undefined;
  /** Ends the step that runs. */
  end: ((end: StepEnd) => void) | undefined;
  /** Told when the execution has ended. */
  readonly ended: () => void;
}

/** Runs the steps of executions, one after the other, on virtual time. */
export class AutomationRunner {
  readonly #host: Host;
  readonly #events: AutomationEvents;
  readonly #calls: Calls;
  readonly #going = new Map<AutomationExecution, Going>();

  constructor(host: Host, events: AutomationEvents, calls: Calls) {
    this.#host = host;
    this.#events = events;
    this.#calls = calls;
  }

  /** Begins with the first step. `ended` is called when the execution has its last status. */
  start(execution: AutomationExecution, ended = () => {}): void {
    const none = { begin: undefined, timeout: undefined, limit: undefined, run: undefined, end: undefined };
    this.#going.set(execution, { ...none, ended });
    this.change(execution, 'InProgress');
    this.#goTo(execution, execution.steps[0]);
  }

  /** Stops an execution: at once, or with `Complete` when the step that runs has ended. */
  stop(execution: AutomationExecution, type: 'Cancel' | 'Complete'): void {
    const going = this.#going.get(execution);
    if (going === undefined) return;
    execution.stop = type;
    if (type === 'Cancel') {
      this.change(execution, 'Cancelling');
      going.limit = this.#host.timeline.after(CANCELLATION_MS_MAX, () => this.#giveUp(execution, going));
    }
    if (going.end === undefined) this.#finish(execution);
    else if (type === 'Cancel') this.#cancelStep(going);
  }

  #cancelStep(going: Going): void {
    going.run?.stop('cancelled');
    going.end?.({ status: 'Cancelled' });
  }

  /** The steps of a cancellation have taken too long. */
  #giveUp(execution: AutomationExecution, going: Going): void {
    if (going.end !== undefined) this.#cancelStep(going);
    if (!execution.hasEnded) this.#finish(execution);
  }

  #goTo(execution: AutomationExecution, step: StepExecution | undefined): void {
    const going = this.#going.get(execution);
    if (step === undefined) this.#finish(execution);
    else if (going !== undefined) going.begin = this.#soon(() => this.#begin(execution, step));
  }

  #begin(execution: AutomationExecution, step: StepExecution): void {
    const { nowMs } = this.#host.timeline;
    execution.current = step;
    step.startedMs = nowMs;
    this.#host.bill('ssm.automationSteps', execution.request.document.documentName, 1);
    this.changeStep(execution, step, 'InProgress');
    const missing: string[] = [];
    const filled = Object.entries(step.step.inputs).map(([name, value]) => [
      name,
      fillIn(value, lookUpIn(execution, this.#host, nowMs), missing),
    ]);
    step.inputs = Object.fromEntries(filled);
    // A branch compares an output that is not there as an empty text.
    const [absent] = step.step.action === 'aws:branch' ? [] : missing;
    if (absent === undefined) this.#try(execution, step);
    else
      this.#endStep(execution, step, {
        status: 'Failed',
        message: failsWhen('resolving inputs', unresolved(absent)),
      });
  }

  #try(execution: AutomationExecution, step: StepExecution): void {
    const { name, action } = step.step;
    const act = emulatedActions.get(action);
    if (act === undefined) throw new NotEmulatedError(`the action ${action} (step ${name} of a runbook)`);
    const going = this.#going.get(execution);
    if (going === undefined) return;
    step.tries++;
    let isOver = false;
    const end = (ended: StepEnd) => {
      if (isOver) return;
      isOver = true;
      going.timeout?.cancel();
      Object.assign(going, { run: undefined, end: undefined, timeout: undefined });
      this.#tried(execution, step, ended);
    };
    going.end = end;
    const { principal } = execution.request;
    const run = act({
      ...{ host: this.#host, step: step.step, inputs: step.inputs, end },
      call: (service, name, input) => this.#calls.call(principal, { service, name, input }),
      callWaiting: (service, name, input, done) =>
        this.#calls.callWaiting(principal, { service, name, input }, done),
    });
    if (isOver) return;
    going.run = run;
    this.#limit(step, going);
  }

  #limit({ step }: StepExecution, going: Going): void {
    const timeoutSeconds = timeoutSecondsOf(step);
    if (timeoutSeconds === undefined) return;
    going.timeout = this.#host.timeline.after(timeoutSeconds * 1000, () => {
      const message = timedOutWhile(going.run?.doing() ?? '');
      going.run?.stop('timed-out');
      going.end?.({ status: 'TimedOut', message });
    });
  }

  #tried(execution: AutomationExecution, step: StepExecution, end: StepEnd): void {
    const { maxAttempts = 1 } = step.step;
    const isAgain = (end.status === 'Failed' || end.status === 'TimedOut') && step.tries < maxAttempts;
    const going = this.#going.get(execution);
    if (!isAgain || going === undefined) {
      this.#endStep(execution, step, end);
      return;
    }
    going.end = (stopped) => this.#endStep(execution, step, stopped);
    going.begin = this.#soon(() => this.#try(execution, step));
  }

  #endStep(execution: AutomationExecution, step: StepExecution, end: StepEnd): void {
    const going = this.#going.get(execution);
    going?.begin?.cancel();
    if (going !== undefined) going.end = undefined;
    step.end = end;
    step.endedMs = this.#host.timeline.nowMs;
    this.changeStep(execution, step, end.status);
    if (end.message !== undefined) execution.failureMessage = end.message;
    const { steps } = execution.request.document.runbook;
    const next = execution.stop === 'Complete' ? undefined : nextStep(steps, step.step, end);
    this.#goTo(execution, execution.stepNamed(next));
  }

  #finish(execution: AutomationExecution): void {
    const going = this.#going.get(execution);
    for (const appointment of [going?.begin, going?.timeout, going?.limit]) appointment?.cancel();
    this.#going.delete(execution);
    execution.endedMs = this.#host.timeline.nowMs;
    const status = statusAtEnd(execution.steps, execution.stop === 'Cancel');
    if (status === 'Success') execution.failureMessage = undefined;
    this.change(execution, status);
    going?.ended();
  }

  /** Sets the status of an execution, and tells of it. */
  change(execution: AutomationExecution, status: AutomationStatus): void {
    execution.status = status;
    const { id, document } = execution.request;
    const name = `${document.documentName}:${document.version}`;
    this.#host.trace('ssm.automation', { executionId: id, document: name, status });
    this.#events.executionChanged(execution);
  }

  /** Sets the status of a step, and tells of it. */
  changeStep(execution: AutomationExecution, step: StepExecution, status: AutomationStatus): void {
    step.status = status;
    const about = { executionId: execution.request.id, step: step.step.name, status };
    this.#host.trace('ssm.automation-step', about);
    this.#events.stepChanged(execution, step);
  }

  #soon(action: () => void): Appointment {
    const delayMs = this.#host.random('ssm/automation').integer(...BETWEEN_STEPS_MS);
    return this.#host.timeline.after(delayMs, action);
  }
}

function unresolved(name: string): string {
  return `Failed to resolve input: ${name} is not defined in the Automation Document`;
}
