import type { AgentValues } from './agent-values.ts';
import type { CommandDocument } from './command-document.ts';
import { refuseDocument } from './document-refusal.ts';
import type { Asking, DocumentRun } from './run-events.ts';
import { runSteps } from './run-steps.ts';
import { type Frame, joinPath, type KeptStep, RunLost, type RunSetting, RunState } from './step-run.ts';

/** The duration of a reboot that a script requests. Assumed. */
const REBOOT_MS = 90_000;
/** How long the agent waits for word from a worker whose process is gone (amazon-ssm-agent, outofproc). */
const LOST_WORKER_MS = 60_000;
const LOST_WORKER_WORDS =
  'document process failed unexpectedly: ipc messaging received timeout signal , check [ssm-document-worker]/[ssm-session-worker] log for crash reason';

/**
 * Runs a document as the agent does (amazon-ssm-agent, read and run in October 2024).
 *
 * It stops at each question: a script to run, a document or a bucket to read. The same answers give the same run, so
 * that it can be computed again when somebody asks for its details, and nothing about it has to be kept but answers
 * that cannot be computed.
 */
export function* runDocument(
  document: CommandDocument,
  values: AgentValues,
  setting: RunSetting,
): Asking<DocumentRun> {
  const state = new RunState(setting);
  if (refuseDocument(document, values, false) !== undefined) return toRun(state, 'Failed');
  const { instanceId, commandId, cancelledAtMs } = setting;
  const folder = joinPath('/var/lib/amazon/ssm', instanceId, 'document/orchestration', commandId);
  const frame = { document, values, folder, streamFolder: folder, depth: 0, cancelledAtMs };
  return yield* runThroughReboots(frame, state);
}

function* runThroughReboots(frame: Frame, state: RunState): Asking<DocumentRun> {
  let bootMs = 0;
  let results: ReadonlyMap<string, KeptStep> = new Map();
  try {
    for (;;) {
      results = yield* runSteps(frame, state, results);
      const isRebooting = [...results.values()].some(({ status }) => status === 'SuccessAndReboot');
      if (!isRebooting) return toRun(state, statusOf(results));
      state.clockMs += REBOOT_MS;
      bootMs = state.clockMs;
    }
  } catch (error) {
    if (!(error instanceof RunLost)) throw error;
    state.clockMs = error.atMs;
    if (error.how === 'vanishes') return toRun(state, undefined);
    state.clockMs += LOST_WORKER_MS;
    blameFirstStep(frame, state, bootMs);
    return toRun(state, 'Failed');
  }
}

/** The agent tells the loss of a worker as the end of the first step, even when another one was running. */
function blameFirstStep({ document }: Frame, state: RunState, startMs: number): void {
  const [first] = document.steps;
  if (first === undefined) return;
  const reported = state.reports.findLast(({ step }) => step.name === first.name)?.step;
  state.report({
    name: first.name,
    action: first.action,
    status: 'Failed',
    code: reported?.exitCode ?? 0,
    stdout: reported?.standardOutput ?? '',
    stderr: reported?.standardError ?? '',
    output: LOST_WORKER_WORDS,
    startMs,
    endMs: state.clockMs,
  });
}

function toRun({ reports, clockMs, scriptsRun }: RunState, status: DocumentRun['status']): DocumentRun {
  return { reports, durationMs: clockMs, status, scriptsRun };
}

/** Failed before TimedOut before Cancelled; all steps skipped is success. */
function statusOf(results: ReadonlyMap<string, KeptStep>): DocumentRun['status'] {
  const statuses = new Set([...results.values()].map(({ status }) => status));
  return (['Failed', 'TimedOut', 'Cancelled'] as const).find((status) => statuses.has(status)) ?? 'Success';
}
