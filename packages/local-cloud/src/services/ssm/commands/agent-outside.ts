import type {
  Answer,
  Question,
  RunScript,
  ScriptAnswer,
  ScriptContext,
  ScriptEnd,
} from '../../../agent/run-events.ts';
import { ownEntry } from '../../../core/own-entry.ts';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import type { DocumentStore } from '../documents/document-store.ts';

/** The objects of a bucket: texts by key. */
export type BucketObjects = Readonly<Record<string, string>>;

/** What agents find outside of their instances. */
export interface AgentOutside {
  /** Runs scripts somewhere, when they are not pretended. */
  readonly runScript: ((text: string, context: ScriptContext) => Promise<ScriptAnswer>) | undefined;
  /** Lets virtual time stand still until something real is over. */
  readonly hold: (work: Promise<void>) => void;
  /** Answers what an agent asks of a service. */
  readonly answer: (question: Exclude<Question, { kind: 'script' }>) => Answer;
}

/** The documents of the account, and the buckets whose content somebody has told. */
export function agentOutside(
  documents: DocumentStore,
  options: {
    readonly runScript: RunScript | undefined;
    readonly buckets: Readonly<Record<string, BucketObjects>> | undefined;
    readonly hold: AgentOutside['hold'];
  },
): AgentOutside {
  const { runScript, buckets, hold } = options;
  return {
    hold,
    runScript: runScript && ((text, context) => runScript(text, context).then(toAnswer)),
    answer(question) {
      if (question.kind === 'document') return readDocument(documents, question);
      if (buckets === undefined)
        throw new NotEmulatedError(`the content of bucket ${question.name}, which nobody has told`);
      return { kind: 'bucket', objects: ownEntry(buckets, question.name) };
    },
  };
}

function toAnswer(end: ScriptEnd | { readonly cannotStart: string }): ScriptAnswer {
  return 'cannotStart' in end ? end : { ending: 'exits', ...end };
}

function readDocument(
  documents: DocumentStore,
  { name, version }: { readonly name: string; readonly version: string | undefined },
): Answer {
  try {
    const { content } = documents.version(documents.get(name), version);
    return { kind: 'document', content };
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { kind: 'document', refusal: `${error.code}: ${error.message}` };
  }
}
