import { type HttpRequest, type HttpResponse, isRecord } from 'local-cloud';

/**
 * Indexes that lag behind their table: what a query of one was answered last is kept, and can be answered again. The
 * local cloud's own indexes are always in step, which is kinder than DynamoDB, whose index follows its table "in an
 * eventually consistent way" (developer guide, global secondary indexes). How far it may lag is not said; here it is
 * the time between two queries, some minutes.
 */
export class StaleIndexes {
  readonly #lastAnswers = new Map<string, HttpResponse>();

  /** Keeps the answer to a query of an index, if the request is one. */
  remember(request: HttpRequest, answer: HttpResponse | Error): void {
    const name = nameQuery(request);
    if (name !== undefined && !(answer instanceof Error) && answer.status === 200)
      this.#lastAnswers.set(name, answer);
  }

  /** What the same partition of the index was last said to hold; undefined for everything but such a query. */
  lastAnswer(request: HttpRequest): HttpResponse | undefined {
    const name = nameQuery(request);
    return name === undefined ? undefined : this.#lastAnswers.get(name);
  }
}

/** Which partition of which index a request asks for the first page of; the time that it asks up to is left out. */
function nameQuery({ headers, body }: HttpRequest): string | undefined {
  if (headers['x-amz-target'] !== 'DynamoDB_20120810.Query') return undefined;
  const query: unknown = JSON.parse(body);
  if (!isRecord(query) || query['IndexName'] === undefined || query['ExclusiveStartKey'] !== undefined)
    return undefined;
  const values = isRecord(query['ExpressionAttributeValues']) ? query['ExpressionAttributeValues'] : {};
  return JSON.stringify([query['TableName'], query['IndexName'], values[':shard']]);
}
