import {
  CfnMaintenanceWindow,
  CfnMaintenanceWindowTarget,
  CfnMaintenanceWindowTask,
} from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { WindowRole } from './window-role.ts';
import type { Window } from './window-schema.ts';
import { toWindowTargets } from './window-targets.ts';
import { furtherAction, patchAction, type TaskAction, type WindowParts } from './window-tasks.ts';

/** One window of the configuration, and what it may use. */
export interface PatchWindowProps extends WindowParts {
  readonly prefix: string;
  readonly name: string;
  readonly window: Window;
}

/** When a task runs relative to the others, at which pace, and whether it runs once for each instance. */
interface TaskOrder extends Pick<Window, 'concurrency' | 'errors' | 'atCutoff'> {
  readonly priority: number;
  readonly perInstance: boolean;
}

/** Other tasks come before or after patching by their own priority. */
const patchPriority = 10;

/** A maintenance window with its targets, its tasks, and the role with which they run. */
export class PatchWindow extends Construct {
  readonly #props: PatchWindowProps;
  readonly #role: WindowRole;
  readonly #window: CfnMaintenanceWindow;
  readonly #target: CfnMaintenanceWindowTarget;

  constructor(scope: Construct, id: string, props: PatchWindowProps) {
    super(scope, id);
    const { window } = props;
    this.#props = props;
    this.#role = new WindowRole(this, 'Role');
    this.#window = this.#createWindow();
    this.#target = this.#createTarget();
    if (window.targets.group !== undefined) this.#role.allowGroup();
    if (window.enabled) this.#createTasks();
  }

  /**
   * CloudFormation cannot switch a window off. So a window that is not enabled has no tasks: it opens and
   * does nothing.
   */
  #createTasks(): void {
    const { name: windowName, window } = this.#props;
    const { operation } = window;
    if (operation !== undefined) {
      const action = patchAction(windowName, { ...window, operation }, this.#props, this.#role);
      this.#createTask(operation.toLowerCase(), action, {
        ...window,
        priority: patchPriority,
        perInstance: true,
      });
    }
    for (const [name, task] of Object.entries(window.tasks))
      this.#createTask(name, furtherAction(task, this.#role), task);
  }

  #createWindow(): CfnMaintenanceWindow {
    const { prefix, name, window } = this.#props;
    return new CfnMaintenanceWindow(this, 'Window', {
      name: `${prefix}-${name}`,
      description: `Muster: the maintenance window ${name}.`,
      schedule: window.schedule,
      scheduleTimezone: window.timeZone,
      ...(window.offsetDays === undefined ? {} : { scheduleOffset: window.offsetDays }),
      duration: window.durationHours,
      cutoff: window.cutoffHours,
      allowUnassociatedTargets: false,
    });
  }

  #createTarget(): CfnMaintenanceWindowTarget {
    const { prefix, name, window } = this.#props;
    return new CfnMaintenanceWindowTarget(this, 'Target', {
      windowId: this.#window.ref,
      name: `${prefix}-${name}`,
      ownerInformation: name,
      resourceType: window.targets.group === undefined ? 'INSTANCE' : 'RESOURCE_GROUP',
      targets: toWindowTargets(window.targets, prefix),
    });
  }

  #createTask(name: string, action: TaskAction, order: TaskOrder): void {
    const each = {
      targets: [{ key: 'WindowTargetIds', values: [this.#target.ref] }],
      maxConcurrency: order.concurrency,
      maxErrors: order.errors,
    };
    new CfnMaintenanceWindowTask(this, `Task-${name}`, {
      windowId: this.#window.ref,
      name: `${this.#props.name}-${name}`,
      description: `Muster: ${name} in the maintenance window ${this.#props.name}.`,
      priority: order.priority,
      cutoffBehavior: order.atCutoff,
      serviceRoleArn: this.#role.role.roleArn,
      ...action,
      ...(order.perInstance ? each : {}),
    }).node.addDependency(this.#role);
  }
}
