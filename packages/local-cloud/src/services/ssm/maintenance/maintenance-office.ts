import type { Host, ServiceEvent } from '../../../core/host.ts';
import type { Principal } from '../../../core/service.ts';
import type { CallService, CallServiceWaiting } from '../automation/runner.ts';
import type { ManagedNodes } from '../nodes/managed-nodes.ts';

/** What windows need of the rest of the account. */
export interface MaintenancePorts {
  readonly call: CallService;
  readonly callWaiting: CallServiceWaiting;
  /** Whether the service may assume a role for a window. */
  assume(roleArn: string, windowArn: string): boolean;
  emit(event: ServiceEvent): void;
}

/** What windows run with. */
export interface MaintenanceOffice {
  readonly host: Host;
  readonly nodes: ManagedNodes;
  readonly ports: MaintenancePorts;
  /**
   * Whether a task waits for its function to end. AWS does not say. Without it, the next task begins while the function
   * runs.
   */
  readonly waitsForFunctions: boolean;
}

/** Who does the tasks of a window. */
export function roleOf(roleArn: string): Principal {
  return { kind: 'role', roleArn };
}
