import type { Host } from '../../../../core/host.ts';
import type { ServiceError } from '../../../../core/service.ts';
import type { StepEnd } from '../execution.ts';
import type { RunbookStep } from '../runbook.ts';

/** How a call ended that a step made: its answer in JSON, as a program sees it, or the refusal. */
export type CallAnswer =
  | { readonly answer: Readonly<Record<string, unknown>> }
  | { readonly refusal: ServiceError; readonly requestId: string };

/** What an action works with. */
export interface StepTask {
  readonly host: Host;
  readonly step: RunbookStep;
  /** With their references filled in. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Calls an operation of a service as the execution's role. */
  call(service: string, operation: string, input: Readonly<Record<string, unknown>>): CallAnswer;
  /**
   * The same for an operation that answers later in virtual time. The returned function gives up waiting: what was called
   * goes on.
   */
  callWaiting(
    service: string,
    operation: string,
    input: Readonly<Record<string, unknown>>,
    done: (answer: CallAnswer) => void,
  ): () => void;
  /** Ends this try of the step. */
  end(end: StepEnd): void;
}

/** A try of a step that goes on. */
export interface StepRun {
  /** Gives up. Only someone's wish to stop undoes what the step has begun: a time-out leaves it. */
  stop(reason: 'cancelled' | 'timed-out'): void;
  /** What the step does at this moment, in the words of the service. */
  doing(): string;
}

/** Begins a try of a step. */
export type Action = (task: StepTask) => StepRun;
