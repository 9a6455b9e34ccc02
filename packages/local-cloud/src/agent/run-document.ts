import type { CommandDocument, DocumentStep, ParameterValues } from './command-document.ts';
import { stepTimeoutSeconds, substitute } from './command-document.ts';
import type { Script } from './instance-spec.ts';
import type { Platform } from './platforms.ts';

/** The duration of a reboot that a script requests. Assumed. */
const REBOOT_MS = 90_000;
/** The exit code that the agent reports for a step that it killed. A step that it could not start has 1. */
const TIMED_OUT_EXIT_CODE = 137;

/** How one step ended. `exitCode` is 0 for a skipped step. Times are milliseconds from the start of the document. */
export interface StepResult {
  readonly name: string;
  readonly action: string;
  readonly status: 'Success' | 'Failed' | 'TimedOut' | 'Skipped';
  readonly exitCode: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly output: string;
  readonly errorOutput: string;
}

/** The result of running a document. `status` is undefined if the agent falls silent half-way. */
export interface DocumentRun {
  readonly steps: readonly StepResult[];
  readonly durationMs: number;
  readonly status: 'Success' | 'Failed' | 'TimedOut' | undefined;
  /** The number of scripts that were started. Each one has used one of the instance's exit codes. */
  readonly scriptsRun: number;
}

/** The instance, parameters and script behaviour with which a document runs. */
export interface RunConditions {
  readonly platform: Platform;
  readonly script: Script;
  readonly values: ParameterValues;
  /** How long each script takes, in milliseconds. */
  readonly scriptMs: number;
  /** The number of scripts that have run on the instance before. It decides which exit code comes next. */
  readonly scriptsRunBefore: number;
}

/**
 * Runs a document as the agent does (amazon-ssm-agent, read and run in October 2024).
 *
 * Only the results of scripts are simulated. The result depends on the arguments alone, so a run can be computed again
 * instead of being stored.
 */
export function runDocument(document: CommandDocument, conditions: RunConditions): DocumentRun {
  const steps: StepResult[] = [];
  let clockMs = 0;
  let scriptsRun = 0;
  let isOver = false;
  for (const step of document.steps) {
    if (isOver && !isFinally(document, step)) continue;
    const refusal = refuse(step, conditions);
    if (refusal !== undefined) {
      steps.push({ ...refusal, name: step.name, action: step.action, startMs: clockMs, endMs: clockMs });
      isOver ||= refusal.status === 'Failed' && exitsOnFailure(step);
      continue;
    }
    if (conditions.script.ending === 'vanishes')
      return {
        steps,
        durationMs: clockMs + conditions.scriptMs / 2,
        status: undefined,
        scriptsRun: scriptsRun + 1,
      };
    const scriptsRunBefore = conditions.scriptsRunBefore + scriptsRun;
    const result = runScriptStep(step, { ...conditions, startMs: clockMs, scriptsRunBefore });
    steps.push(result.step);
    clockMs = result.step.endMs;
    scriptsRun += result.scriptsRun;
    isOver ||= endsDocument(step, result.step, result.rawExitCode);
  }
  return { steps, durationMs: clockMs, status: statusOf(steps), scriptsRun };
}

/** Runs one script step to its end, including the reboots that it requests. */
function runScriptStep(step: DocumentStep, conditions: RunConditions & { startMs: number }) {
  const { script, platform, startMs, scriptMs } = conditions;
  const base = { name: step.name, action: step.action, startMs };
  const limitMs = stepTimeoutSeconds(step, conditions.values) * 1000;
  const rebootCode = platform.type === 'Windows' ? 3010 : 194;
  let spentMs = 0;
  for (let tries = 1; ; tries++) {
    if (script.ending === 'hangs' || scriptMs > limitMs) {
      const timedOut = { status: 'TimedOut', exitCode: TIMED_OUT_EXIT_CODE } as const;
      return finish({ ...timedOut, spentMs: spentMs + limitMs, tries, rawExitCode: TIMED_OUT_EXIT_CODE });
    }
    spentMs += scriptMs;
    const exitCode = exitCodeAt(script, conditions.scriptsRunBefore + tries - 1);
    if (exitCode !== rebootCode)
      return finish({ ...readExitCode(exitCode), spentMs, tries, rawExitCode: exitCode });
    spentMs += REBOOT_MS;
  }

  function finish(end: {
    status: 'Success' | 'Failed' | 'TimedOut';
    exitCode: number;
    spentMs: number;
    tries: number;
    rawExitCode: number;
  }) {
    const { status, exitCode, spentMs, tries, rawExitCode } = end;
    const errorOutput = status === 'Failed' ? `failed to run commands: exit status ${exitCode}` : '';
    const ended = { ...base, status, exitCode, endMs: startMs + spentMs };
    return {
      step: { ...ended, output: script.standardOutput, errorOutput },
      scriptsRun: tries,
      rawExitCode,
    };
  }
}

function exitCodeAt(script: Script, index: number): number {
  return script.exitCodes[Math.min(index, script.exitCodes.length - 1)] ?? 0;
}

/**
 * Exit code 0 is success. 168 succeeds and stops the document, 169 fails and stops it, and 137 counts as timed out. Any
 * other code is a failure.
 */
function readExitCode(exitCode: number): { status: 'Success' | 'Failed' | 'TimedOut'; exitCode: number } {
  if (exitCode === 0 || exitCode === 168) return { status: 'Success', exitCode: 0 };
  if (exitCode === TIMED_OUT_EXIT_CODE) return { status: 'TimedOut', exitCode };
  return { status: 'Failed', exitCode };
}

/** Returns why a step does not start: an unmet or unreadable precondition, or a script for another platform. */
function refuse(step: DocumentStep, { platform, values }: RunConditions) {
  const precondition = readPrecondition(step, platform, values);
  if (precondition === 'unreadable')
    return failed(
      `Step execution failed: unrecognized precondition. Only StringEquals of two arguments is. Step name: ${step.name}`,
    );
  if (precondition === 'unmet')
    return skipped(`Step execution skipped due to unsatisfied preconditions. Step name: ${step.name}`);
  if (step.action === 'aws:runShellScript' && platform.type === 'Windows')
    return skipped(
      `Step execution skipped due to unsupported plugin: ${step.action}. Step name: ${step.name}`,
    );
  if (step.action === 'aws:runPowerShellScript' && platform.type !== 'Windows')
    return failed(`fork/exec /usr/bin/powershell: no such file or directory`);
  return undefined;
}

function failed(errorOutput: string) {
  return { status: 'Failed', exitCode: 1, output: '', errorOutput } as const;
}

function skipped(output: string) {
  return { status: 'Skipped', exitCode: 0, output, errorOutput: '' } as const;
}

/**
 * Reads a precondition. Only `StringEquals` with two strings is supported, on `platformType` (in any case) or on a
 * parameter.
 */
function readPrecondition(
  step: DocumentStep,
  platform: Platform,
  values: ParameterValues,
): 'met' | 'unmet' | 'unreadable' {
  const { precondition } = step;
  if (precondition === undefined || Object.keys(precondition).length === 0) return 'met';
  const equals = precondition['StringEquals'];
  if (Object.keys(precondition).length !== 1 || !Array.isArray(equals) || equals.length !== 2)
    return 'unreadable';
  const [left, right] = equals.map((side: unknown) => String(side));
  if (left === undefined || right === undefined) return 'unreadable';
  const [variable, expected] =
    right === 'platformType' || right.includes('{{') ? [right, left] : [left, right];
  if (variable === 'platformType')
    return expected.toLowerCase() === platform.type.toLowerCase() ? 'met' : 'unmet';
  if (!variable.includes('{{')) return 'unreadable';
  return substitute(variable, values) === substitute(expected, values) ? 'met' : 'unmet';
}

function isFinally(document: CommandDocument, step: DocumentStep): boolean {
  return step === document.steps.at(-1) && String(step.inputs['finallyStep']) === 'true';
}

function exitsOnFailure(step: DocumentStep): boolean {
  return step.inputs['onFailure'] === 'exit';
}

/** A step that timed out does not trigger `onFailure`. */
function endsDocument(step: DocumentStep, result: StepResult, exitCode: number): boolean {
  if (exitCode === 168 || exitCode === 169) return true;
  if (result.status === 'Success') return step.inputs['onSuccess'] === 'exit';
  return result.status === 'Failed' && exitsOnFailure(step);
}

/** The status of a document. If all steps were skipped, it is a success. */
function statusOf(steps: readonly StepResult[]): 'Success' | 'Failed' | 'TimedOut' {
  if (steps.some((step) => step.status === 'Failed')) return 'Failed';
  return steps.some((step) => step.status === 'TimedOut') ? 'TimedOut' : 'Success';
}
