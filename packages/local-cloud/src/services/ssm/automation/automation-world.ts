import type { Host } from '../../../core/host.ts';
import type { Principal } from '../../../core/service.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import type { RequestRate } from '../request-rate.ts';
import type { ExecutionLog } from './execution-log.ts';
import type { AutomationRunner, CallService, CallServiceWaiting } from './runner.ts';

/** What executions need of the rest of the account. */
export interface AutomationPorts {
  readonly call: CallService;
  readonly callWaiting: CallServiceWaiting;
  /** Whether the service may assume a role for an execution; if it may, the session has the execution's name. */
  assume(roleArn: string, execution: { readonly id: string; readonly arn: string }): boolean;
  /** The ARN of a caller, as the service shows who has started an execution. */
  arnOf(principal: Principal): string;
}

/** The dependencies of the operations of Automation. */
export interface AutomationWorld {
  readonly host: Host;
  readonly documents: DocumentStore;
  readonly log: ExecutionLog;
  readonly runner: AutomationRunner;
  readonly ports: AutomationPorts;
  /** The rate of calls that start or stop an execution. */
  readonly rate: RequestRate;
}
