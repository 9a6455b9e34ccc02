import type {
  AutomationExecutionMetadata,
  AutomationExecution as ExecutionShape,
  StepExecution as StepShape,
} from '@aws-sdk/client-ssm';
import { ownEntry } from '../../../core/own-entry.ts';
import type { AutomationExecution, ExecutionRequest, StepExecution } from './execution.ts';
import { shownValue } from './outputs.ts';

/** What the service shows of an output whose step has not succeeded. Recorded. */
const noOutput = 'No output available yet because the step is not successfully executed';

/** An execution as GetAutomationExecution returns it. */
export function renderExecution(execution: AutomationExecution): ExecutionShape {
  return {
    ...renderShared(execution),
    ResolvedTargets: { ParameterValues: resolvedValues(execution), Truncated: false },
    StepExecutions: execution.steps.map(renderStep),
    StepExecutionsTruncated: false,
    Parameters: { ...execution.request.parameters.shown },
  };
}

/** An execution as DescribeAutomationExecutions returns it. */
export function renderMetadata(execution: AutomationExecution): AutomationExecutionMetadata {
  return {
    ...renderShared(execution),
    ...{ ResolvedTargets: { ParameterValues: [], Truncated: false }, LogFile: '', AutomationType: 'Local' },
  };
}

function renderShared(execution: AutomationExecution) {
  const { request, status, endedMs, failureMessage, current } = execution;
  const isRunning = current !== undefined && !execution.hasEnded;
  return {
    AutomationExecutionId: request.id,
    DocumentName: request.document.documentName,
    DocumentVersion: String(request.document.version),
    AutomationExecutionStatus: status,
    ExecutionStartTime: new Date(request.startedMs),
    ...(endedMs === undefined ? {} : { ExecutionEndTime: new Date(endedMs) }),
    ExecutedBy: request.executedBy,
    Outputs: renderOutputs(execution),
    ...(failureMessage === undefined ? {} : { FailureMessage: failureMessage }),
    ...(isRunning ? { CurrentStepName: current.step.name, CurrentAction: current.step.action } : {}),
    Mode: 'Auto' as const,
    ...renderTargeting(request),
  };
}

/** What a parent was asked for, and whose child an execution is. */
function renderTargeting({ targeting, child }: ExecutionRequest) {
  if (targeting !== undefined)
    return {
      TargetParameterName: targeting.parameterName,
      Targets: [{ Key: targeting.target.key, Values: [...targeting.target.values] }],
      MaxConcurrency: targeting.maxConcurrency,
      MaxErrors: targeting.maxErrors,
    };
  if (child === undefined) return { Targets: [] };
  return { ParentAutomationExecutionId: child.parentId, Target: child.target, Targets: [] };
}

/** The targets that were looked for. Values that the call names are not among them. */
function resolvedValues({ request: { targeting } }: AutomationExecution): string[] {
  return targeting === undefined || targeting.target.key === 'ParameterValues' ? [] : [...targeting.values];
}

/** The outputs that the runbook declares for the whole execution. */
function renderOutputs(execution: AutomationExecution): Record<string, string[]> {
  const names = execution.request.document.runbook.outputs;
  return Object.fromEntries(
    names.map((name) => {
      const dot = name.indexOf('.');
      const step = execution.stepNamed(dot < 0 ? name : name.slice(0, dot));
      const value = ownEntry(step?.end?.outputs ?? {}, name.slice(dot + 1));
      return [name, step?.status === 'Success' ? shownValue(value) : [noOutput]];
    }),
  );
}

/** A step of an execution. What the runbook leaves out is not shown. */
export function renderStep(execution: StepExecution): StepShape {
  const { id, step, status, startedMs, endedMs, inputs, end, isOnTarget } = execution;
  const shown = isOnTarget ? String : JSON.stringify;
  const inputTexts = Object.entries(inputs).map(([name, value]) => [name, shown(value)]);
  const outputs = Object.entries(end?.outputs ?? {}).map(([name, value]) => [name, shownValue(value)]);
  return {
    StepName: step.name,
    Action: step.action,
    TimeoutSeconds: step.timeoutSeconds,
    OnFailure: step.onFailure,
    MaxAttempts: step.maxAttempts,
    ...(startedMs === undefined ? {} : { ExecutionStartTime: new Date(startedMs) }),
    ...(endedMs === undefined ? {} : { ExecutionEndTime: new Date(endedMs) }),
    StepStatus: status,
    ...(end === undefined || isOnTarget ? {} : { ResponseCode: end.status === 'Success' ? '0' : '1' }),
    Inputs: Object.fromEntries(inputTexts),
    Outputs: Object.fromEntries(outputs),
    ...(end?.response === undefined ? {} : { Response: end.response }),
    ...(end?.message === undefined ? {} : { FailureMessage: end.message }),
    StepExecutionId: id,
    OverriddenParameters: {},
    IsEnd: step.isEnd,
    NextStep: end?.nextStep ?? step.nextStep,
    IsCritical: step.isCritical,
  };
}
