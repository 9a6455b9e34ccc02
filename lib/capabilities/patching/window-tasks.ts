import { Stack } from 'aws-cdk-lib';
import type { CfnMaintenanceWindowTask } from 'aws-cdk-lib/aws-ssm';
import type { PatchDocuments } from './patch-documents.ts';
import type { PatchNotices } from './patch-notices.ts';
import type { WindowOutput } from './window-output.ts';
import type { WindowRole } from './window-role.ts';
import type { Window } from './window-schema.ts';
import type { WindowTask } from './window-task-schema.ts';

/** What the tasks of windows share. */
export interface WindowParts {
  readonly documents: PatchDocuments;
  readonly output?: WindowOutput | undefined;
  readonly notices?: PatchNotices | undefined;
}

/** What a task runs. */
export interface TaskAction {
  readonly taskType: 'RUN_COMMAND' | 'AUTOMATION' | 'LAMBDA' | 'STEP_FUNCTIONS';
  readonly taskArn: string;
  readonly taskInvocationParameters: CfnMaintenanceWindowTask.TaskInvocationParametersProperty;
}

/**
 * A command that has not reached its instance after an hour does not run there, because the window would be
 * over.
 */
const deliveryTimeoutSeconds = 3600;

/** Scans with the document of AWS. Installs with ours, which leaves the nodes of EMR clusters alone. */
export function patchAction(
  name: string,
  window: Window & { readonly operation: 'Scan' | 'Install' },
  { documents, output, notices }: WindowParts,
  role: WindowRole,
): TaskAction {
  const { operation, hooks } = window;
  const ours = hooks === undefined ? documents.plain : documents.withHooks;
  const document = operation === 'Scan' ? 'AWS-RunPatchBaseline' : ours;
  role.allowCommands([document], output?.bucketArn);
  if (notices !== undefined) role.allowPass(notices.role.roleArn);
  return {
    taskType: 'RUN_COMMAND',
    taskArn: document,
    taskInvocationParameters: {
      maintenanceWindowRunCommandParameters: {
        comment: `Muster: ${operation}, ${name}`,
        timeoutSeconds: deliveryTimeoutSeconds,
        // A document of AWS takes no version here.
        ...(operation === 'Scan' ? {} : { documentVersion: '$LATEST' }),
        parameters: patchParameters(window),
        ...output?.parametersOf(name, operation.toLowerCase()),
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
  { automation, lambda, stepFunctions }: WindowTask,
  role: WindowRole,
): TaskAction {
  if (automation !== undefined) return runbookAction(automation, role);
  if (lambda !== undefined) return functionAction(lambda, role);
  if (stepFunctions !== undefined) return stateMachineAction(stepFunctions, role);
  throw new Error('A task of a window has no kind; its schema lets none through.');
}

function runbookAction(runbook: NonNullable<WindowTask['automation']>, role: WindowRole): TaskAction {
  const { document, version, parameters, assumeRole } = runbook;
  const { partition, account } = Stack.of(role);
  const roleArn =
    assumeRole === undefined ? undefined : `arn:${partition}:iam::${account}:role/${assumeRole}`;
  role.allowRunbook(document);
  if (roleArn !== undefined) role.allowPass(roleArn);
  return {
    taskType: 'AUTOMATION',
    taskArn: document,
    taskInvocationParameters: {
      maintenanceWindowAutomationParameters: {
        documentVersion: version,
        parameters: { ...parameters, ...(roleArn === undefined ? {} : { AutomationAssumeRole: [roleArn] }) },
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
