import { answerAll, pretendScripts } from '../../../agent/answer-questions.ts';
import { hasFolder } from '../../../agent/folders.ts';
import { runDocument } from '../../../agent/run-document.ts';
import {
  type Answer,
  type Asking,
  type DocumentRun,
  latestSteps,
  type Question,
  type StepResult,
} from '../../../agent/run-events.ts';
import { readFetchedDocument } from '../documents/document-content.ts';
import type { Command } from './command.ts';

/**
 * The run of an invocation that has started, up to its first question. `knowsFolders` is false when scripts really run
 * somewhere, and it shows there whether a folder is missing.
 */
export function startRun(command: Command, index: number, knowsFolders = true): Asking<DocumentRun> {
  const { document, values, id: commandId, region } = command.request;
  const spec = command.specOf(index);
  if (document.command === undefined || spec === undefined)
    throw new Error(`command ${commandId}: only Command documents are sent`);
  const { scriptMs, cancelledAtMs } = command.runOf(index);
  return runDocument(document.command, values, {
    ...{ commandId, region, scriptMs, cancelledAtMs },
    platform: spec.platform,
    agentVersion: spec.agentVersion,
    instanceId: command.targetIds[index] ?? '',
    hasFolder: knowsFolders ? (path) => hasFolder(spec, path) : undefined,
    parse: readFetchedDocument,
  });
}

/** What the instance of an invocation pretends for each script in turn. */
export function pretendAnswers(command: Command, index: number): () => Answer {
  const script = command.scriptOf(index);
  if (script === undefined) throw new Error(`command ${command.request.id}: no invocation ${index}`);
  const next = pretendScripts(script, command.runOf(index).scriptsRunBefore);
  return () => ({ kind: 'script', script: next() });
}

/** The run of an invocation that has started: the same whenever it is asked for. */
export function runOf(command: Command, index: number): DocumentRun {
  const kept = command.answersOf(index);
  const pretend = pretendAnswers(command, index);
  let count = 0;
  return answerAll(startRun(command, index, kept === undefined), (question: Question) => {
    const answer = kept === undefined ? pretend() : kept[count++];
    if (answer?.kind !== question.kind) throw new Error(`command ${command.request.id}: no answer is kept`);
    return answer;
  });
}

/** What the agent has reported so far: for each step its latest report. */
export function reportedSteps(command: Command, index: number): readonly StepResult[] {
  const count = command.reportsOf(index);
  return count === 0 ? [] : latestSteps(runOf(command, index).reports.slice(0, count));
}
