import { ServiceError } from '../../../core/service.ts';
import type { AutomationOffice } from './automation-office.ts';
import { beginExecution } from './begin-execution.ts';
import type { AutomationExecution, StepEnd, StepExecution } from './execution.ts';
import { statusAtEnd } from './next-step.ts';
import { concurrencyOf, isOverErrors, type Targeting } from './targeting.ts';

/** How long the service takes until it begins on another target, in milliseconds. Assumed. */
const BETWEEN_TARGETS_MS = [200, 1_000] as const;

/** A parent whose targets are not all done. */
interface Going {
  readonly targeting: Targeting;
  /** How many children may run at once now. It grows with each that ends, up to the most. */
  window: number;
  /** The place of the next target. */
  next: number;
  /** Children that run or are about to begin. */
  inFlight: number;
  failed: number;
  readonly children: Set<AutomationExecution>;
}

/** Runs the children of parents: the runbook on one target each, so many at once as the rate control allows. */
export class TargetRunner {
  readonly #office: AutomationOffice;
  readonly #going = new Map<AutomationExecution, Going>();

  constructor(office: AutomationOffice) {
    this.#office = office;
  }

  /** Begins with the first target. Without any, the parent fails. */
  start(parent: AutomationExecution, targeting: Targeting): void {
    const none = { window: 1, next: 0, inFlight: 0, failed: 0, children: new Set<AutomationExecution>() };
    this.#going.set(parent, { targeting, ...none });
    this.#office.runner.change(parent, 'InProgress');
    this.#advance(parent);
  }

  /** Stops a parent and its children. No further target is begun. */
  stop(parent: AutomationExecution, type: 'Cancel' | 'Complete'): void {
    const going = this.#going.get(parent);
    if (going === undefined) return;
    parent.stop = type;
    if (type === 'Cancel') this.#office.runner.change(parent, 'Cancelling');
    for (const child of [...going.children])
      if (child.stop === undefined) this.#office.runner.stop(child, type);
    this.#advance(parent);
  }

  #advance(parent: AutomationExecution): void {
    const going = this.#going.get(parent);
    if (going === undefined) return;
    const { targeting } = going;
    const isClosed = () => parent.stop !== undefined || isOverErrors(targeting, going.failed);
    while (!isClosed() && going.inFlight < going.window && going.next < parent.steps.length) {
      const step = parent.steps[going.next];
      going.next++;
      going.inFlight++;
      this.#soon(() => {
        if (step !== undefined && !isClosed()) this.#begin(parent, going, step);
        else this.#leave(parent, going);
      });
    }
    if (going.inFlight === 0) this.#finish(parent);
  }

  #begin(parent: AutomationExecution, going: Going, step: StepExecution): void {
    const { host, runner } = this.#office;
    const target = step.step.name;
    const { parameterName } = going.targeting;
    step.startedMs = host.timeline.nowMs;
    step.inputs = { [parameterName]: target };
    host.bill('ssm.automationSteps', parent.request.document.documentName, 1);
    runner.changeStep(parent, step, 'InProgress');
    try {
      const child = this.#makeChild(parent, parameterName, target);
      going.children.add(child);
      runner.start(child, () => {
        going.children.delete(child);
        this.#end(parent, going, step, endOf(child));
      });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#end(parent, going, step, { status: 'Failed', message: error.message });
    }
  }

  #makeChild(parent: AutomationExecution, parameterName: string, target: string): AutomationExecution {
    const { document, parameters, executedBy, principal, id } = parent.request;
    return beginExecution(this.#office, {
      ...{ document, principal, executedBy },
      given: { ...parameters.shown, [parameterName]: [target] },
      child: { parentId: id, target },
    });
  }

  #end(parent: AutomationExecution, going: Going, step: StepExecution, end: StepEnd): void {
    step.end = end;
    step.endedMs = this.#office.host.timeline.nowMs;
    if (end.status !== 'Success') going.failed++;
    this.#office.runner.changeStep(parent, step, end.status);
    going.window = Math.min(going.window + 1, concurrencyOf(going.targeting));
    this.#leave(parent, going);
  }

  #leave(parent: AutomationExecution, going: Going): void {
    going.inFlight--;
    this.#advance(parent);
  }

  #finish(parent: AutomationExecution): void {
    if (!this.#going.delete(parent)) return;
    parent.endedMs = this.#office.host.timeline.nowMs;
    const status = parent.steps.length === 0 ? 'Failed' : statusAtEnd(parent.steps, parent.stop === 'Cancel');
    this.#office.runner.change(parent, status);
  }

  #soon(action: () => void): void {
    const { host } = this.#office;
    host.timeline.after(host.random('ssm/automation').integer(...BETWEEN_TARGETS_MS), action);
  }
}

function endOf({ status }: AutomationExecution): StepEnd {
  const isKnown = status === 'Success' || status === 'TimedOut' || status === 'Cancelled';
  return { status: isKnown ? status : 'Failed' };
}
