import { Stack } from 'aws-cdk-lib';
import type { CfnMaintenanceWindowTask } from 'aws-cdk-lib/aws-ssm';
import type { PatchNotices } from './patch-notices.ts';
import type { PatchableMarks } from './patchable-marks.ts';
import type { WindowOutput } from './window-output.ts';
import type { WindowRole } from './window-role.ts';
import type { Window } from './window-schema.ts';
import type { WindowTask } from './window-task-schema.ts';

/** What the tasks of windows share. */
export interface WindowParts {
  /** What marks the nodes on which windows may install; undefined when no window needs marks. */
  readonly marks?: PatchableMarks | undefined;
  readonly output?: WindowOutput | undefined;
  readonly notices?: PatchNotices | undefined;
}

/** What a task runs. */
export interface TaskAction {
  readonly taskType: 'RUN_COMMAND' | 'AUTOMATION' | 'LAMBDA' | 'STEP_FUNCTIONS';
  readonly taskArn: string;
  readonly taskInvocationParameters: CfnMaintenanceWindowTask.TaskInvocationParametersProperty;
}

/** The window and the task that a command is of. */
interface TaskPlace {
  readonly windowName: string;
  readonly taskName: string;
}

/** A document with its parameters, as a command gets them. */
interface SentDocument {
  readonly document: string;
  readonly version?: string | undefined;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly timeoutSeconds: number;
  readonly comment: string;
}

/**
 * A command that has not reached its instance after an hour does not run there, because the window would be
 * over.
 */
const deliveryTimeoutSeconds = 3600;

/** The document that patches, and the one that runs hooks around it. Both are AWS's. */
const patchDocument = 'AWS-RunPatchBaseline';
const patchDocumentWithHooks = 'AWS-RunPatchBaselineWithHooks';

/**
 * Sends the document of AWS itself, at the top of the command: a cutoff or a cancel stops a document that is at the top,
 * and none that another one runs (docs/decisions/0040).
 */
export function patchAction(
  windowName: string,
  window: Window & { readonly operation: 'Scan' | 'Install' },
  parts: WindowParts,
  role: WindowRole,
): TaskAction {
  const { operation, hooks } = window;
  const sent = {
    document: hooks === undefined ? patchDocument : patchDocumentWithHooks,
    parameters: patchParameters(window),
    timeoutSeconds: deliveryTimeoutSeconds,
    comment: `Muster: ${operation}, ${windowName}`,
  };
  return commandAction({ windowName, taskName: operation.toLowerCase() }, sent, parts, role);
}

function commandAction(
  { windowName, taskName }: TaskPlace,
  { document, version, parameters, timeoutSeconds, comment }: SentDocument,
  { output, notices }: WindowParts,
  role: WindowRole,
): TaskAction {
  role.allowCommands([document], output?.bucketArn);
  if (notices !== undefined) role.allowPass(notices.role.roleArn);
  return {
    taskType: 'RUN_COMMAND',
    taskArn: document,
    taskInvocationParameters: {
      maintenanceWindowRunCommandParameters: {
        ...{ comment, timeoutSeconds, parameters },
        ...(version === undefined ? {} : { documentVersion: version }),
        ...output?.parametersOf(windowName, taskName),
        ...notices?.parameters,
      },
    },
  };
}

/** With the id of the window's execution, all of its instances get the same set of approved patches. */
function patchParameters({ operation, reboot, hooks }: Window): Record<string, string[]> {
  const common = { Operation: [operation ?? 'Scan'], SnapshotId: ['{{WINDOW_EXECUTION_ID}}'] };
  if (operation !== 'Install') return common;
  return {
    ...common,
    RebootOption: [reboot ?? 'RebootIfNeeded'],
    ...(hooks?.beforeInstall === undefined ? {} : { PreInstallHookDocName: [hooks.beforeInstall] }),
    ...(hooks?.afterInstall === undefined ? {} : { PostInstallHookDocName: [hooks.afterInstall] }),
    ...(hooks?.onExit === undefined ? {} : { OnExitHookDocName: [hooks.onExit] }),
  };
}

/** What another task of the configuration runs. */
export function furtherAction(
  place: TaskPlace,
  task: WindowTask,
  parts: WindowParts,
  role: WindowRole,
): TaskAction {
  const { runCommand, automation, lambda, stepFunctions } = task;
  if (runCommand !== undefined) {
    const comment = runCommand.comment ?? `Muster: ${place.taskName}, ${place.windowName}`;
    return commandAction(place, { ...runCommand, comment }, parts, role);
  }
  if (automation !== undefined) return runbookAction(automation, role);
  if (lambda !== undefined) return functionAction(lambda, role);
  if (stepFunctions !== undefined) return stateMachineAction(stepFunctions, role);
  throw new Error('A task of a window has no kind; its schema lets none through.');
}

/** Has the nodes marked on which the window may install. */
export function markAction(functionArn: string, role: WindowRole): TaskAction {
  role.allowFunction(functionArn);
  return {
    taskType: 'LAMBDA',
    taskArn: functionArn,
    taskInvocationParameters: {
      maintenanceWindowLambdaParameters: { payload: Buffer.from('{}').toString('base64') },
    },
  };
}

function runbookAction(runbook: NonNullable<WindowTask['automation']>, role: WindowRole): TaskAction {
  const { document, version, parameters, assumeRole } = runbook;
  const { partition, account } = Stack.of(role);
  const roleArn =
    assumeRole === undefined ? undefined : `arn:${partition}:iam::${account}:role/${assumeRole}`;
  const given = { ...parameters, ...(roleArn === undefined ? {} : { AutomationAssumeRole: [roleArn] }) };
  role.allowRunbook(document);
  if (roleArn !== undefined) role.allowPass(roleArn);
  return {
    taskType: 'AUTOMATION',
    taskArn: document,
    taskInvocationParameters: {
      maintenanceWindowAutomationParameters: {
        documentVersion: version,
        // The API takes no empty object here.
        ...(Object.keys(given).length === 0 ? {} : { parameters: given }),
      },
    },
  };
}

function functionAction(lambda: NonNullable<WindowTask['lambda']>, role: WindowRole): TaskAction {
  const { partition, region, account } = Stack.of(role);
  const functionArn = `arn:${partition}:lambda:${region}:${account}:function:${lambda.function}`;
  role.allowFunction(lambda.qualifier === undefined ? functionArn : `${functionArn}:${lambda.qualifier}`);
  return {
    taskType: 'LAMBDA',
    taskArn: functionArn,
    taskInvocationParameters: {
      maintenanceWindowLambdaParameters: {
        payload: Buffer.from(JSON.stringify(lambda.payload)).toString('base64'),
        ...(lambda.qualifier === undefined ? {} : { qualifier: lambda.qualifier }),
      },
    },
  };
}

function stateMachineAction(machine: NonNullable<WindowTask['stepFunctions']>, role: WindowRole): TaskAction {
  const { partition, region, account } = Stack.of(role);
  const machineArn = `arn:${partition}:states:${region}:${account}:stateMachine:${machine.stateMachine}`;
  role.allowStateMachine(machineArn);
  return {
    taskType: 'STEP_FUNCTIONS',
    taskArn: machineArn,
    taskInvocationParameters: {
      maintenanceWindowStepFunctionsParameters: { input: JSON.stringify(machine.input) },
    },
  };
}
