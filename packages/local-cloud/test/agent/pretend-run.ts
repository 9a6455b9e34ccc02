import { readCommandValues } from '../../src/agent/agent-values.ts';
import { answerAll, pretendScripts } from '../../src/agent/answer-questions.ts';
import type { DocumentStep, ParameterDeclarations } from '../../src/agent/command-document.ts';
import { type Script, succeedingScript } from '../../src/agent/instance-spec.ts';
import { type Platform, platforms } from '../../src/agent/platforms.ts';
import { runDocument } from '../../src/agent/run-document.ts';
import {
  type Answer,
  latestSteps,
  type Question,
  type ScriptAnswer,
  type ScriptContext,
} from '../../src/agent/run-events.ts';
import { readFetchedDocument } from '../../src/services/ssm/documents/document-content.ts';

/** What a test changes of a run. A script takes ten seconds. */
export interface RunChanges {
  readonly schemaVersion?: string;
  readonly parameters?: ParameterDeclarations;
  readonly given?: Readonly<Record<string, readonly string[]>>;
  readonly script?: Partial<Script>;
  readonly scriptsRunBefore?: number;
  readonly platform?: Platform;
  readonly agentVersion?: string;
  readonly cancelledAtMs?: number;
  readonly folders?: readonly string[];
  /** Documents of the account, by name. */
  readonly documents?: Readonly<Record<string, object | string>>;
  readonly buckets?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What becomes of a script, in the place of what `script` pretends. */
  readonly runScript?: (text: string, context: ScriptContext) => ScriptAnswer;
}

/** Runs a document of these steps on a pretended instance, and gives the steps as the service shows them. */
export function run(steps: readonly DocumentStep[], changes: RunChanges = {}) {
  const parameters = changes.parameters ?? {};
  const scripts: { text: string; context: ScriptContext }[] = [];
  const pretend = pretendScripts({ ...succeedingScript, ...changes.script }, changes.scriptsRunBefore ?? 0);
  const answer = (question: Question): Answer => {
    if (question.kind === 'bucket') return { kind: 'bucket', objects: changes.buckets?.[question.name] };
    if (question.kind === 'document') return findDocument(changes.documents ?? {}, question.name);
    scripts.push({ ...question, context: { ...question.context, files: new Map(question.context.files) } });
    const { text, context } = question;
    return { kind: 'script', script: changes.runScript?.(text, context) ?? pretend() };
  };
  const document = { schemaVersion: changes.schemaVersion ?? '2.2', parameters, steps };
  const ended = answerAll(
    runDocument(document, readCommandValues(parameters, changes.given ?? {}), {
      platform: changes.platform ?? platforms.debian12,
      agentVersion: changes.agentVersion ?? '3.3.987.0',
      instanceId: 'i-1',
      commandId: 'command-1',
      region: 'eu-west-1',
      scriptMs: 10_000,
      cancelledAtMs: changes.cancelledAtMs,
      hasFolder: (path) => (changes.folders ?? []).includes(path),
      parse: readFetchedDocument,
    }),
    answer,
  );
  return { ...ended, steps: latestSteps(ended.reports), scripts };
}

/** Runs a document of this content, as the service reads it. */
export function runContent(content: object, changes: RunChanges = {}) {
  const { schemaVersion, parameters, steps } = readFetchedDocument(JSON.stringify(content));
  return run(steps, { ...changes, schemaVersion, parameters });
}

function findDocument(documents: Readonly<Record<string, object | string>>, name: string): Answer {
  const content = documents[name];
  if (content === undefined)
    return { kind: 'document', refusal: `InvalidDocument: Document with name ${name} does not exist.` };
  return { kind: 'document', content: typeof content === 'string' ? content : JSON.stringify(content) };
}

/** A step of aws:runShellScript. */
export const shell = (name: string, inputs: object = {}, more: Partial<DocumentStep> = {}): DocumentStep => ({
  name,
  action: 'aws:runShellScript',
  inputs: { runCommand: ['true'], ...inputs },
  ...more,
});

/** A step of another action. */
export const step = (name: string, action: string, inputs: object = {}): DocumentStep => ({
  name,
  action,
  inputs: { ...inputs },
});

/** A precondition that two texts are equal. */
export const equals = (...sides: string[]) => ({ precondition: { StringEquals: sides } });

/** Status and code of each step, by name. */
export function ends(steps: ReturnType<typeof run>['steps']): Record<string, string> {
  return Object.fromEntries(steps.map(({ name, status, exitCode }) => [name, `${status}/${exitCode}`]));
}
