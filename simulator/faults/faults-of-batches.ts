import { type HttpRequest, type HttpResponse, isRecord, type Random } from 'local-cloud';

/**
 * Why part of a batch fails: the service lacks capacity (`batch-partial`), or another writer has the item
 * (`write-conflict`).
 */
type PartKind = 'batch-partial' | 'write-conflict';

/** The probability that a part of a struck batch fails. At least one part fails. */
const partProbability = 0.3;

interface BatchCall {
  readonly request: HttpRequest;
  readonly operation: string;
  serve(request: HttpRequest): HttpResponse | Error;
}

/** How a batch operation names its parts, and how its response reports failed parts. */
interface BatchForm {
  readonly kinds: readonly PartKind[];
  /** The member of the request that holds the parts. */
  readonly parts: string;
  /**
   * Builds the response for all parts from the response to the parts that were served. `isFailed` marks the failed
   * parts by index.
   */
  merge(answer: Body, parts: readonly Body[], isFailed: readonly boolean[], kind: PartKind): Body;
}

type Body = Readonly<Record<string, unknown>>;

const forms: Readonly<Record<string, BatchForm>> = {
  BatchExecuteStatement: {
    kinds: ['batch-partial', 'write-conflict'],
    parts: 'Statements',
    merge: (answer, _, isFailed, kind) => {
      const [Code, Message] =
        kind === 'batch-partial'
          ? ['ThrottlingError', 'Throughput exceeds the current capacity of your table or index.']
          : ['TransactionConflict', 'Transaction is ongoing for the item'];
      return {
        Responses: interleave(listOf(answer['Responses']), isFailed, () => ({ Error: { Code, Message } })),
      };
    },
  },
  PutEvents: {
    kinds: ['batch-partial'],
    parts: 'Entries',
    merge: (answer, _, isFailed) => ({
      FailedEntryCount: Number(answer['FailedEntryCount'] ?? 0) + isFailed.filter(Boolean).length,
      Entries: interleave(listOf(answer['Entries']), isFailed, () => ({
        ErrorCode: 'ThrottlingException',
        ErrorMessage: 'Rate exceeded',
      })),
    }),
  },
  SendMessageBatch: {
    kinds: ['batch-partial'],
    parts: 'Entries',
    merge: (answer, parts, isFailed) => ({
      ...answer,
      Failed: [
        ...listOf(answer['Failed']),
        ...parts
          .filter((_, place) => isFailed[place])
          .map(({ Id }) => ({ Id, Code: 'InternalError', Message: 'Internal error', SenderFault: false })),
      ],
    }),
  },
};

/** True when the operation is a batch that this kind can strike. */
export function canFailInPart(kind: PartKind, operation: string): boolean {
  if (operation === 'BatchGetItem') return kind === 'batch-partial';
  return forms[operation]?.kinds.includes(kind) === true;
}

/** Serves a batch without some of its parts, and reports those parts as failed. */
export function serveInPart(call: BatchCall, kind: PartKind, random: Random): HttpResponse | Error {
  const body: unknown = JSON.parse(call.request.body);
  if (!isRecord(body)) return call.serve(call.request);
  if (call.operation === 'BatchGetItem') return readInPart(call, body, random);
  const form = forms[call.operation];
  if (form === undefined) return call.serve(call.request);
  const parts = listOf(body[form.parts]);
  const isFailed = drawFailed(parts.length, random);
  const kept = parts.filter((_, place) => isFailed[place] !== true);
  return answerWith(call, kept.length === 0 ? undefined : { ...body, [form.parts]: kept }, (answer) =>
    form.merge(answer, parts, isFailed, kind),
  );
}

/** Serves some keys of a BatchGetItem and returns the others as `UnprocessedKeys`, in the form of the request. */
function readInPart(call: BatchCall, body: Body, random: Random): HttpResponse | Error {
  const [[tableName, request] = ['', {}]] = Object.entries(
    isRecord(body['RequestItems']) ? body['RequestItems'] : {},
  );
  if (!isRecord(request)) return call.serve(call.request);
  const keys = listOf(request['Keys']);
  const isFailed = drawFailed(keys.length, random);
  const kept = keys.filter((_, place) => isFailed[place] !== true);
  const left = keys.filter((_, place) => isFailed[place] === true);
  const asked = { ...body, RequestItems: { [tableName]: { ...request, Keys: kept } } };
  return answerWith(call, kept.length === 0 ? undefined : asked, (answer) => ({
    Responses: {},
    ...answer,
    UnprocessedKeys: { [tableName]: { ...request, Keys: left } },
  }));
}

/** Serves the rest of a request, if any, and changes the response. An error response stays as it is. */
function answerWith(
  { request, serve }: BatchCall,
  asked: Body | undefined,
  change: (answer: Body) => Body,
): HttpResponse | Error {
  const empty: HttpResponse = {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: '{}',
  };
  const response = asked === undefined ? empty : serve({ ...request, body: JSON.stringify(asked) });
  if (response instanceof Error || response.status !== 200) return response;
  const answer: unknown = JSON.parse(response.body);
  return { ...response, body: JSON.stringify(change(isRecord(answer) ? answer : {})) };
}

function drawFailed(count: number, random: Random): readonly boolean[] {
  const sure = random.integer(0, Math.max(0, count - 1));
  return Array.from({ length: count }, (_, place) => random.chance(partProbability) || place === sure);
}

/** The responses of the served parts, with a `failure` at the index of each failed part. */
function interleave(
  done: readonly Body[],
  isFailed: readonly boolean[],
  failure: () => Body,
): readonly Body[] {
  const answers = done.values();
  return isFailed.map((failed) => (failed ? failure() : (answers.next().value ?? {})));
}

function listOf(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
