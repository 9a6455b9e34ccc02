import {
  CfnMaintenanceWindow,
  CfnMaintenanceWindowTarget,
  CfnMaintenanceWindowTask,
} from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { TargetPlace } from '../associations/association.ts';
import { WindowRole } from './window-role.ts';
import { markTaskName, type Window } from './window-schema.ts';
import { needsMarks, type TargetForm, toInstallTargets, toWindowTargets } from './window-targets.ts';
import { furtherAction, markAction, patchAction, type TaskAction, type WindowParts } from './window-tasks.ts';

/** One window of the configuration, and what it may use. */
export interface PatchWindowProps extends WindowParts {
  readonly prefix: string;
  readonly place: TargetPlace;
  readonly name: string;
  readonly window: Window;
}

/** When a task runs relative to the others, at which pace, and on which targets; on none if it runs once in all. */
interface TaskOrder extends Pick<Window, 'concurrency' | 'errors' | 'atCutoff'> {
  readonly priority: number;
  readonly target?: CfnMaintenanceWindowTarget;
}

/** Other tasks come before or after patching by their own priority. */
const patchPriority = 10;
/** Nodes are marked before anything else. */
const markPriority = 0;

/** A maintenance window with its targets, its tasks, and the role with which they run. */
export class PatchWindow extends Construct {
  readonly #props: PatchWindowProps;
  readonly #role: WindowRole;
  readonly #window: CfnMaintenanceWindow;
  #nodes: CfnMaintenanceWindowTarget | undefined;

  constructor(scope: Construct, id: string, props: PatchWindowProps) {
    super(scope, id);
    this.#props = props;
    this.#role = new WindowRole(this, 'Role');
    this.#window = this.#createWindow();
    if (props.window.enabled) this.#createTasks();
  }

  /**
   * CloudFormation cannot switch a window off. So a window that is not enabled has no tasks: it opens and
   * does nothing.
   */
  #createTasks(): void {
    const { name: windowName, window } = this.#props;
    const { operation } = window;
    if (operation === 'Scan') this.#createPatchTask({ ...window, operation }, this.#target());
    if (operation === 'Install') this.#createInstallTask({ ...window, operation });
    for (const [taskName, task] of Object.entries(window.tasks)) {
      const action = furtherAction({ windowName, taskName }, task, this.#props, this.#role);
      // A command is sent to nodes, so it has targets whatever else is said.
      const isOnTargets = task.perInstance || task.runCommand !== undefined;
      this.#createTask(taskName, action, { ...task, ...(isOnTargets ? { target: this.#target() } : {}) });
    }
  }

  /** First the nodes are marked, then it is sent to those that have the mark. */
  #createInstallTask(window: Window & { readonly operation: 'Install' }): void {
    const { marks, place } = this.#props;
    if (!needsMarks(window.targets, place)) {
      this.#createPatchTask(window, this.#target());
      return;
    }
    if (marks === undefined) throw new Error('A window would install, and nothing marks its nodes.');
    this.#createTask(markTaskName, markAction(marks.functionArn, this.#role), {
      ...window,
      priority: markPriority,
    });
    const target = this.#createTarget('Patchable', toInstallTargets(window.targets, place));
    this.#createPatchTask(window, target);
  }

  #createPatchTask(
    window: Window & { readonly operation: 'Scan' | 'Install' },
    target: CfnMaintenanceWindowTarget,
  ): void {
    const action = patchAction(this.#props.name, window, this.#props, this.#role);
    this.#createTask(window.operation.toLowerCase(), action, { ...window, priority: patchPriority, target });
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

  /** The targets of the configuration, which all tasks share but the one that installs. */
  #target(): CfnMaintenanceWindowTarget {
    const { window, prefix } = this.#props;
    this.#nodes ??= this.#createTarget('Target', toWindowTargets(window.targets, prefix));
    return this.#nodes;
  }

  #createTarget(id: string, { resourceType, targets }: TargetForm): CfnMaintenanceWindowTarget {
    const { prefix, name } = this.#props;
    if (resourceType === 'RESOURCE_GROUP') this.#role.allowGroup();
    return new CfnMaintenanceWindowTarget(this, id, {
      windowId: this.#window.ref,
      name: id === 'Target' ? `${prefix}-${name}` : `${prefix}-${name}-${id.toLowerCase()}`,
      ownerInformation: name,
      ...{ resourceType, targets },
    });
  }

  #createTask(name: string, action: TaskAction, { target, ...order }: TaskOrder): void {
    new CfnMaintenanceWindowTask(this, `Task-${name}`, {
      windowId: this.#window.ref,
      name: `${this.#props.name}-${name}`,
      description: `Muster: ${name} in the maintenance window ${this.#props.name}.`,
      priority: order.priority,
      cutoffBehavior: order.atCutoff,
      serviceRoleArn: this.#role.role.roleArn,
      ...action,
      ...(target === undefined
        ? {}
        : {
            targets: [{ key: 'WindowTargetIds', values: [target.ref] }],
            maxConcurrency: order.concurrency,
            maxErrors: order.errors,
          }),
    }).node.addDependency(this.#role);
  }
}
