import type { AgentValues } from './agent-values.ts';
import type { CommandDocument } from './command-document.ts';
import type { Platform } from './platforms.ts';
import type { StepReport, StepResult, StepStatus } from './run-events.ts';
import { cutStream, joinStreams, type Streams } from './step-output.ts';

/** On what, and for which order, a document runs. */
export interface RunSetting {
  readonly platform: Platform;
  readonly agentVersion: string;
  readonly instanceId: string;
  readonly commandId: string;
  readonly region: string;
  /** How long each script takes, in milliseconds. */
  readonly scriptMs: number;
  /** When the order to cancel reaches the agent, in milliseconds from the start; undefined when none does. */
  readonly cancelledAtMs: number | undefined;
  /** Whether the instance has a folder of that absolute path; undefined when whoever runs the scripts knows. */
  readonly hasFolder: ((path: string) => boolean) | undefined;
  /** Reads the text of a document. @throws Error for one that is none. */
  readonly parse: (content: string) => CommandDocument;
}

/** What running a step's action comes to: the streams are all that its folder holds by then. */
export interface ActionEnd extends Streams {
  readonly status: StepStatus;
  readonly code: number;
}

/** A step as the agent keeps it while the document runs. */
export interface KeptStep extends ActionEnd {
  readonly name: string;
  readonly action: string;
  readonly startMs: number;
  readonly endMs: number;
  /** The joined streams, or a sentence in their place. */
  readonly output: string;
  /** Replaces the output when the step could not run at all. */
  readonly error?: string;
}

/** A document while it runs: the outermost one, or one that aws:runDocument runs. */
export interface Frame {
  readonly document: CommandDocument;
  readonly values: AgentValues;
  /** Where the steps have their folders, and where what they print is kept. */
  readonly folder: string;
  readonly streamFolder: string;
  /** How many documents are around it. */
  readonly depth: number;
  /** A nested document has a cancel flag of its own, which nobody sets. */
  readonly cancelledAtMs: number | undefined;
}

/** The agent has lost the run: it fell silent, or the process that ran the document was killed. */
export class RunLost extends Error {
  readonly how: 'vanishes' | 'worker-killed';
  readonly atMs: number;

  constructor(how: RunLost['how'], atMs: number) {
    super(how);
    this.how = how;
    this.atMs = atMs;
  }
}

/** What goes on across all steps of one run. */
export class RunState {
  readonly setting: RunSetting;
  clockMs = 0;
  scriptsRun = 0;
  readonly reports: StepReport[] = [];
  /** What steps downloaded, and what scripts are known to have made of it, by path. */
  readonly files = new Map<string, string>();
  /** Whether a script has run that may have written files of which nobody has told. */
  mayHoldMore = false;
  readonly #streams = new Map<string, Streams>();

  constructor(setting: RunSetting) {
    this.setting = setting;
  }

  /** Adds to what a step of that name and action has printed, in this run of it or an earlier one, and gives all. */
  print(frame: Frame, step: { name: string; action: string }, added: Streams): Streams {
    const key = JSON.stringify([frame.streamFolder, step.action, step.name]);
    const before = this.#streams.get(key) ?? { stdout: '', stderr: '' };
    const all = { stdout: before.stdout + added.stdout, stderr: before.stderr + added.stderr };
    this.#streams.set(key, all);
    return all;
  }

  /** Takes over what a script has left of the files; undefined when that is not known. */
  keepFiles(left: ReadonlyMap<string, string> | undefined): void {
    if (left === undefined) {
      this.mayHoldMore = true;
      return;
    }
    const all = [...left]; // of these files themselves, when the script has left them as they are
    this.files.clear();
    for (const [path, content] of all) this.files.set(path, content);
  }

  /** Reports a step as it is now. */
  report(step: KeptStep): void {
    this.reports.push({ atMs: this.clockMs, step: toResult(step) });
  }
}

/** The path of something in a step's folder. Colons of a name are left out. */
export function joinPath(...parts: string[]): string {
  return parts
    .map((part) => part.replaceAll(':', ''))
    .join('/')
    .replace(/\/{2,}/g, '/');
}

function toResult(step: KeptStep): StepResult {
  const { name, action, status, startMs, endMs } = step;
  return {
    ...{ name, action, status, startMs, endMs },
    exitCode: status === 'Failed' && step.code === 0 ? 1 : step.code,
    output: step.error ?? step.output,
    standardOutput: cutStream(step.stdout),
    standardError: cutStream(step.stderr),
  };
}

/** The joined streams of a step. That of one that exits with 168 has no errors, for it has succeeded. */
export function outputOf({ code, stdout, stderr }: ActionEnd): string {
  return joinStreams({ stdout, stderr: code === 168 ? '' : stderr });
}
