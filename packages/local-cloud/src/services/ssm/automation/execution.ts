import type { Principal } from '../../../core/service.ts';
import type { DocumentVersion } from '../documents/document-store.ts';
import type { ParameterValues } from './parameter-values.ts';
import type { Runbook, RunbookStep } from './runbook.ts';
import type { Targeting } from './targeting.ts';

/** The statuses that executions and steps have here. */
export type AutomationStatus =
  | 'Pending'
  | 'InProgress'
  | 'Cancelling'
  | 'Success'
  | 'Failed'
  | 'TimedOut'
  | 'Cancelled';

/** How one try of a step ended. `outputs` are by name, with their types. */
export interface StepEnd {
  readonly status: 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';
  readonly message?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** The answer of the call, as the service shows it. */
  readonly response?: string;
  /** The step that a branch has chosen. */
  readonly nextStep?: string | undefined;
}

/** A step of an execution. Times are epoch milliseconds. */
export interface StepExecution {
  readonly id: string;
  readonly step: RunbookStep;
  /** Whether it is of a parent, and runs the runbook on one target. */
  readonly isOnTarget: boolean;
  status: AutomationStatus;
  startedMs: number | undefined;
  endedMs: number | undefined;
  /** The inputs with their references filled in. */
  inputs: Readonly<Record<string, unknown>>;
  end: StepEnd | undefined;
  tries: number;
}

/** What an execution was started with. */
export interface ExecutionRequest {
  readonly id: string;
  readonly document: DocumentVersion & { readonly runbook: Runbook };
  readonly parameters: ParameterValues;
  readonly startedMs: number;
  /** Who does the steps: the assumed role, or the caller. */
  readonly principal: Principal;
  /** The ARN of the caller. */
  readonly executedBy: string;
  /** What makes it a parent: its targets. It runs no step of the runbook itself. */
  readonly targeting?: Targeting;
  /** What makes it a child: the parent that has started it, and the target. */
  readonly child?: { readonly parentId: string; readonly target: string };
}

/** One execution of a runbook, and its steps in the order of the document. */
export class AutomationExecution {
  readonly request: ExecutionRequest;
  readonly steps: readonly StepExecution[];
  status: AutomationStatus = 'Pending';
  endedMs: number | undefined;
  failureMessage: string | undefined;
  /** The step that runs, or has run last. */
  current: StepExecution | undefined;
  /** What a call to stop has asked for. */
  stop: 'Cancel' | 'Complete' | undefined;

  constructor(request: ExecutionRequest, makeStepId: () => string) {
    this.request = request;
    const targets = request.targeting?.values.map(stepOnTarget);
    this.steps = (targets ?? request.document.runbook.steps).map((step) => ({
      id: makeStepId(),
      step,
      isOnTarget: targets !== undefined,
      status: 'Pending',
      startedMs: undefined,
      endedMs: undefined,
      inputs: {},
      end: undefined,
      tries: 0,
    }));
  }

  /** Whether it has reached its last status. */
  get hasEnded(): boolean {
    return this.endedMs !== undefined;
  }

  /** A step by name. */
  stepNamed(name: string | undefined): StepExecution | undefined {
    return this.steps.find(({ step }) => step.name === name);
  }
}

/** The step of a parent that runs the runbook on one target. */
function stepOnTarget(name: string): RunbookStep {
  return {
    ...{ name, action: 'aws:executeAutomation', inputs: {}, outputs: [] },
    ...{ maxAttempts: undefined, timeoutSeconds: undefined, onFailure: undefined, onCancel: undefined },
    ...{ isEnd: undefined, isCritical: undefined, nextStep: undefined },
  };
}
