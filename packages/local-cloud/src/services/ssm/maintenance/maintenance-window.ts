import type { MaintenanceWindowTaskType, Target } from '@aws-sdk/client-ssm';
import type { MaintenanceSchedule } from './maintenance-schedule.ts';

/** Nodes of a window: the targets of a command, or a resource group. */
export interface WindowTarget {
  readonly id: string;
  readonly resourceType: 'INSTANCE' | 'RESOURCE_GROUP';
  readonly targets: readonly Target[];
  readonly ownerInformation: string | undefined;
}

/** What a window does. */
export interface WindowTask {
  readonly id: string;
  readonly type: MaintenanceWindowTaskType;
  /** The name of a document, or the ARN or name of a function. */
  readonly arn: string;
  readonly roleArn: string | undefined;
  readonly priority: number;
  readonly isCancelledAtCutoff: boolean;
  /** The ids of its window targets; undefined for a task that runs once, without any. */
  readonly targetIds: readonly string[] | undefined;
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  /** The parameters of its type, as they were registered. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a window is declared with. */
export interface WindowForm {
  readonly name: string;
  readonly description: string | undefined;
  readonly schedule: MaintenanceSchedule;
  readonly durationHours: number;
  readonly cutoffHours: number;
}

/** A maintenance window. */
export interface MaintenanceWindow extends WindowForm {
  readonly id: string;
  readonly createdMs: number;
  readonly targets: Map<string, WindowTarget>;
  readonly tasks: Map<string, WindowTask>;
}
