import type { Principal } from '../../../core/service.ts';
import type { EndStatus, TaskInvocation } from './maintenance-execution.ts';
import type { MaintenanceOffice } from './maintenance-office.ts';
import type { WindowTarget, WindowTask } from './maintenance-window.ts';
import type { PseudoParameters } from './pseudo-parameters.ts';

/** What an invocation of a task works with. */
export interface InvocationWork {
  readonly office: MaintenanceOffice;
  readonly principal: Principal;
  readonly task: WindowTask;
  readonly invocation: TaskInvocation;
  readonly target: WindowTarget | undefined;
  readonly values: PseudoParameters;
  /** Called once, when it has ended. */
  done(status: EndStatus, details?: string): void;
}

/** An invocation that goes on. */
export interface InvocationRun {
  /** Asks for its end. Functions cannot be stopped. */
  cancel(): void;
}

/** Begins an invocation. */
export type InvocationKind = (work: InvocationWork) => InvocationRun;
