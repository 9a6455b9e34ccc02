import type { Platform } from './platforms.ts';

/** What the agent reports of one step. Times are milliseconds from the start of the document. */
export interface StepResult {
  readonly name: string;
  readonly action: string;
  readonly status: StepStatus;
  readonly exitCode: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Both streams in 2,500 bytes, or a sentence of the agent's own: what a list of invocations shows. */
  readonly output: string;
  readonly standardOutput: string;
  readonly standardError: string;
}

/** How a step ends. `SuccessAndReboot` is no end: the step runs again after the reboot. */
export type StepStatus = 'Success' | 'Failed' | 'TimedOut' | 'Skipped' | 'Cancelled' | 'SuccessAndReboot';

/** A step's result at the moment at which the agent reports it. A later one of the same name replaces it. */
export interface StepReport {
  readonly atMs: number;
  readonly step: StepResult;
}

/** What running a document comes to. */
export interface DocumentRun {
  readonly reports: readonly StepReport[];
  readonly durationMs: number;
  /** Undefined when the agent falls silent half way. */
  readonly status: 'Success' | 'Failed' | 'TimedOut' | 'Cancelled' | undefined;
  /** How many times a script was started: this many of the instance's exit codes were used. */
  readonly scriptsRun: number;
}

/** The steps as the service shows them: one entry for each name, in the order in which they first came. */
export function latestSteps(reports: readonly StepReport[]): readonly StepResult[] {
  return [...new Map(reports.map(({ step }) => [step.name, step])).values()];
}

/** On what, and for which order, a script runs. */
export interface ScriptContext {
  readonly instanceId: string;
  readonly commandId: string;
  readonly platform: Platform;
  /** The name of the step. */
  readonly step: string;
  readonly action: 'aws:runShellScript' | 'aws:runPowerShellScript';
  /** Where it runs; undefined for the agent's usual place. */
  readonly workingDirectory: string | undefined;
  /** What the agent adds to its own environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** The files that steps before it downloaded, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** How a script ends; `-1` means that all its processes were killed. */
export interface ScriptEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** All files among the downloads of the run after it, by path. Absent: not known, as of a script that is pretended. */
  readonly files?: ReadonlyMap<string, string>;
}

/**
 * Runs the text of a step somewhere, in the place of the pretended result, or says why it cannot be started there (a
 * folder or a shell that is missing).
 */
export type RunScript = (
  text: string,
  context: ScriptContext,
) => Promise<ScriptEnd | { readonly cannotStart: string }>;

/** What the agent needs from outside while it runs a document. */
export type Question =
  | { readonly kind: 'script'; readonly text: string; readonly context: ScriptContext }
  | { readonly kind: 'document'; readonly name: string; readonly version: string | undefined }
  | { readonly kind: 'bucket'; readonly name: string };

/** What became of a script: how it ended, or what kept it from it. */
export type ScriptAnswer =
  | ({ readonly ending: 'exits' | 'hangs' | 'vanishes' | 'worker-killed' } & ScriptEnd)
  | { readonly cannotStart: string };

/** What came of a question. */
export type Answer =
  | { readonly kind: 'script'; readonly script: ScriptAnswer }
  | { readonly kind: 'document'; readonly content: string }
  | { readonly kind: 'document'; readonly refusal: string }
  | { readonly kind: 'bucket'; readonly objects: Readonly<Record<string, string>> | undefined };

/** A run that stops at each question and goes on with its answer. */
export type Asking<Result> = Generator<Question, Result, Answer>;
