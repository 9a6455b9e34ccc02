import type { Host } from '../../../core/host.ts';
import type { Authorization, Principal, ServiceError } from '../../../core/service.ts';
import type { Fleet } from '../../ec2/instance-fleet.ts';
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
  /** Why IAM refuses what the service does for a caller, or undefined. */
  refusal(principal: Principal, authorization: Authorization): ServiceError | undefined;
  /** The ARN of a caller, as the service shows who has started an execution. */
  arnOf(principal: Principal): string;
}

/** What executions are begun and run with. */
export interface AutomationOffice {
  readonly host: Host;
  readonly documents: DocumentStore;
  /** The instances, which targets are. */
  readonly fleet: Fleet;
  readonly log: ExecutionLog;
  readonly runner: AutomationRunner;
  readonly ports: AutomationPorts;
  /** The rate of calls that start or stop an execution. */
  readonly rate: RequestRate;
}
