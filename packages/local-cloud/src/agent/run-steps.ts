import { fillIn } from './agent-values.ts';
import type { DocumentStep } from './command-document.ts';
import { applyExit, isPastExit } from './control-flow.ts';
import { downloadContent } from './download-content.ts';
import type { Asking } from './run-events.ts';
import { runNestedDocument } from './run-nested-document.ts';
import { runScriptStep } from './run-script-step.ts';
import { operationOf } from './step-operation.ts';
import type { ActionEnd, Frame, KeptStep, RunState } from './step-run.ts';

type Results = ReadonlyMap<string, KeptStep>;

/**
 * Runs the steps of one document until the end or a reboot, as the agent does (amazon-ssm-agent, runpluginutil).
 * `earlier` are the results from before a reboot: a step that asked for it runs again, one that has ended does not.
 */
export function* runSteps(frame: Frame, state: RunState, earlier: Results = new Map()): Asking<Results> {
  const results = new Map<string, KeptStep>();
  const steps = frame.document.steps.map((step) => fillIn(step, frame.values));
  for (const [index, step] of steps.entries()) {
    const before = earlier.get(step.name);
    if (before !== undefined && before.status !== 'SuccessAndReboot') {
      results.set(step.name, before);
      continue;
    }
    const startMs = before?.startMs ?? state.clockMs;
    const isSkipped = isPastExit(steps, index, results, state.setting.agentVersion);
    const end = isSkipped ? afterExit(step) : yield* runStep(step, frame, state);
    const kept = { ...end, name: step.name, action: step.action, startMs, endMs: state.clockMs };
    results.set(step.name, kept);
    if (frame.depth === 0) state.report(kept);
    if (kept.status === 'SuccessAndReboot') break;
  }
  return results;
}

type StepEnd = ActionEnd & Pick<KeptStep, 'output' | 'error'>;

function afterExit({ name, action }: DocumentStep): StepEnd {
  return skipped(
    `Plugin with name ${action} and id ${name} skipped due to prior step with an exit condition`,
  );
}

function skipped(output: string): StepEnd {
  return { status: 'Skipped', code: 0, stdout: '', stderr: '', output };
}

function* runStep(step: DocumentStep, frame: Frame, state: RunState): Asking<StepEnd> {
  const { schemaVersion } = frame.document;
  const platform = state.setting.platform.type;
  const operation = operationOf(step, { schemaVersion, platform, values: frame.values });
  if (operation.kind === 'skip') return skipped(operation.words);
  if (operation.kind === 'fail')
    return { ...skipped(''), status: 'Failed', error: operation.words, output: '' };
  const end = yield* runAction(step, frame, state);
  return applyExit(step, end, state.setting.agentVersion);
}

function* runAction(step: DocumentStep, frame: Frame, state: RunState): Asking<ActionEnd> {
  const isCancelled = frame.cancelledAtMs !== undefined && frame.cancelledAtMs <= state.clockMs;
  if (isCancelled)
    return { status: 'Cancelled', code: 1, ...state.print(frame, step, { stdout: '', stderr: '' }) };
  if (step.action === 'aws:runDocument') return yield* runNestedDocument(step, frame, state, runSteps);
  if (step.action === 'aws:downloadContent') return yield* downloadContent(step, frame, state);
  if (step.action === 'aws:softwareInventory') return refuseInventory(step, frame, state);
  return yield* runScriptStep(step, frame, state);
}

/** The agent gathers inventory for an association alone (amazon-ssm-agent, plugins/inventory). */
function refuseInventory(step: DocumentStep, frame: Frame, state: RunState): ActionEnd {
  const stderr = `${step.action} plugin can only be invoked via ssm-associate`;
  return { status: 'Failed', code: 1, ...state.print(frame, step, { stdout: '', stderr }) };
}
