import { isRecord } from '../core/is-record.ts';
import { NotEmulatedError } from '../core/service.ts';
import { type AgentValues, withDefaults } from './agent-values.ts';
import type { DocumentStep } from './command-document.ts';
import { refuseDocument } from './document-refusal.ts';
import { goMember, goText, jsonMisfit } from './go-text.ts';
import type { Asking, StepStatus } from './run-events.ts';
import { emulatedActions } from './step-operation.ts';
import { type ActionEnd, type Frame, joinPath, type KeptStep, type RunState } from './step-run.ts';

/** Documents may be inside one another so deep. */
const DEPTH_MAX = 3;
/** What the agent says of a file that is empty, and of one that is not there. */
const EMPTY = 'File is empty!';
/** How long the agent takes to fetch a document or an object: assumed. */
export const FETCH_MS = 1_000;

type RunSteps = (frame: Frame, state: RunState) => Asking<ReadonlyMap<string, KeptStep>>;

/**
 * Runs a document inside another one (amazon-ssm-agent, rundocument). It has a cancel flag of its own, which nobody
 * sets, and nothing of it is kept over a reboot: it begins again at its first step. Its exit codes are not passed on.
 */
export function* runNestedDocument(
  step: DocumentStep,
  frame: Frame,
  state: RunState,
  runSteps: RunSteps,
): Asking<ActionEnd> {
  const input = readInput(step);
  if (typeof input === 'string') return fail(input);
  const depth = frame.depth + 1;
  if (depth > DEPTH_MAX)
    return fail(
      `Maximum depth for document execution exceeded. Maximum depth permitted - ${DEPTH_MAX} and current depth - ${depth}`,
    );
  if (input.path === 'AWS-Noop') return end('Success', 0, '', '');
  const text = yield* readText(input, joinPath(frame.folder, 'downloads'), state);
  const nested = 'words' in text ? text : prepare(text.content, input.parameters, state);
  if ('words' in nested)
    return fail(`${nested.before ?? ''}There was an error while preparing documents - ${nested.words}`);
  const folder = joinPath(frame.folder, step.name);
  const results = yield* runSteps(
    { ...nested, folder, streamFolder: joinPath(folder, step.name), depth, cancelledAtMs: undefined },
    state,
  );
  return join([...results.values()]);

  function join(steps: readonly KeptStep[]): ActionEnd {
    const status = steps.map((one) => one.status).reduce(worse);
    const errors = steps.map(({ stderr, error = '' }) => stderr + error);
    const hasError = steps.some(({ error }) => error !== undefined);
    return end(status, hasError ? 1 : 0, steps.map(({ stdout }) => stdout).join(''), errors.join(''));
  }

  function end(status: StepStatus, code: number, stdout: string, stderr: string): ActionEnd {
    return { status, code, ...state.print(frame, step, { stdout, stderr }) };
  }

  function fail(words: string): ActionEnd {
    return end('Failed', 1, '', words);
  }
}

/** What a document cannot be prepared for, with what the agent has said before that. */
interface Obstacle {
  readonly words: string;
  readonly before?: string;
}

interface NestedInput {
  readonly isStored: boolean;
  readonly path: string;
  readonly parameters: unknown;
}

function readInput({ inputs }: DocumentStep): NestedInput | string {
  const type = goMember(inputs, 'documentType') ?? '';
  const path = goMember(inputs, 'documentPath') ?? '';
  for (const [name, value] of Object.entries({ documentType: type, documentPath: path }))
    if (typeof value !== 'string')
      return `invalid format in plugin properties ${goText(inputs)}; \nerror ${jsonMisfit(value, `RunDocumentPluginInput.${name}`, 'string')}`;
  if (type === '')
    return 'invalid input: Document Type must be specified to either by SSMDocument or LocalPath.';
  if (type !== 'SSMDocument' && type !== 'LocalPath')
    return 'invalid input: Document type specified in invalid';
  if (path === '') return 'invalid input: Document Path must be provided';
  return {
    isStored: type === 'SSMDocument',
    path: String(path),
    parameters: goMember(inputs, 'documentParameters'),
  };
}

function* readText(
  { isStored, path }: NestedInput,
  downloads: string,
  state: RunState,
): Asking<{ content: string } | Obstacle> {
  if (!isStored) {
    const file = path.startsWith('/') ? path : joinPath(downloads, path);
    const content = state.files.get(file);
    if (content !== undefined) return { content };
    if (state.mayHoldMore)
      throw new NotEmulatedError(`the document ${file}, which a script may have written and nobody has told`);
    return { words: EMPTY };
  }
  const fetched = yield* fetchDocument(path, state);
  if ('content' in fetched) return fetched;
  return { before: fetched.refusal, words: EMPTY };
}

/** Fetches a document by name or ARN, with a version after a colon. */
export function* fetchDocument(
  path: string,
  state: RunState,
): Asking<{ content: string } | { refusal: string }> {
  const [, name = path, version] = /^(.*?)(?::([^:/]+))?$/.exec(documentName(path)) ?? [];
  const answer = yield { kind: 'document', name, version };
  if (answer.kind !== 'document') throw new TypeError(`a document was answered by a ${answer.kind}`);
  state.clockMs += FETCH_MS;
  return answer;
}

function documentName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function prepare(
  content: string,
  given: unknown,
  state: RunState,
): Pick<Frame, 'document' | 'values'> | Obstacle {
  const parameters = readParameters(given, state);
  if (typeof parameters === 'string') return { words: parameters };
  if (content === '') return { words: EMPTY };
  try {
    const document = state.setting.parse(content);
    const strange = document.steps.find(({ action }) => !emulatedActions.includes(action));
    if (strange !== undefined)
      throw new NotEmulatedError(`the action ${strange.action} in a document that aws:runDocument runs`);
    const values = withDefaults(document.parameters, parameters);
    const refusal = refuseDocument(document, values, true);
    return refusal === undefined ? { document, values } : { words: refusal };
  } catch (error) {
    if (error instanceof NotEmulatedError || !(error instanceof Error)) throw error;
    return { words: error.message };
  }
}

/** The parameters of the nested document: an object, or its text in JSON. Those that are null are left out. */
function readParameters(given: unknown, state: RunState): AgentValues | string {
  if (given === undefined) return {};
  if (isRecord(given)) return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  if (typeof given !== 'string') return 'parameter type specified to run document is unknown';
  try {
    const value: unknown = JSON.parse(given);
    if (isRecord(value)) return readParameters(value, state);
  } catch {
    // The refusal below says it.
  }
  throw new NotEmulatedError('documentParameters in another form than JSON');
}

const fromBestToWorst: readonly StepStatus[] = [
  'Skipped',
  'Success',
  'SuccessAndReboot',
  'Failed',
  'Cancelled',
  'TimedOut',
];

function worse(one: StepStatus, other: StepStatus): StepStatus {
  return fromBestToWorst.indexOf(one) > fromBestToWorst.indexOf(other) ? one : other;
}
