import type { Host } from '../../../core/host.ts';
import { ServiceError } from '../../../core/service.ts';
import type { AutomationExecution } from './execution.ts';

/** How long executions are kept (quotas of Systems Manager). */
const HISTORY_MS = 30 * 86_400_000;

/** The executions of the last 30 days, in the order in which they were started. */
export class ExecutionLog {
  readonly #host: Host;
  readonly #byId = new Map<string, AutomationExecution>();
  readonly #byToken = new Map<
    string,
    { readonly execution: AutomationExecution; readonly request: string }
  >();

  constructor(host: Host) {
    this.#host = host;
  }

  add(execution: AutomationExecution): void {
    this.#byId.set(execution.request.id, execution);
  }

  /** Remembers the request of a token, in upper or lower case. */
  keepToken(token: string, request: unknown, execution: AutomationExecution): void {
    this.#byToken.set(token.toLowerCase(), { execution, request: JSON.stringify(request) });
  }

  /**
   * The execution that an equal request with this token has started.
   * @throws ServiceError IdempotentParameterMismatch when the request was another one.
   */
  ofToken(token: string, request: unknown): AutomationExecution | undefined {
    const kept = this.#byToken.get(token.toLowerCase());
    if (kept === undefined || kept.request === JSON.stringify(request)) return kept?.execution;
    throw new ServiceError(
      'IdempotentParameterMismatch',
      `The client token ${token} was used with other parameters.`,
    );
  }

  /** @throws ServiceError AutomationExecutionNotFoundException when there is none. */
  get(id: string | undefined): AutomationExecution {
    this.#forget();
    const execution = this.#byId.get(id ?? '');
    if (execution !== undefined) return execution;
    throw new ServiceError(
      'AutomationExecutionNotFoundException',
      `There is no automation execution with the id ${id}.`,
    );
  }

  newestFirst(): AutomationExecution[] {
    this.#forget();
    return [...this.#byId.values()].reverse();
  }

  #forget(): void {
    const untilMs = this.#host.timeline.nowMs - HISTORY_MS;
    for (const [id, { request }] of this.#byId) {
      if (request.startedMs > untilMs) return;
      this.#byId.delete(id);
    }
  }
}
