import { type HttpRequest, type HttpResponse, isRecord } from 'local-cloud';

/**
 * Indexes that lag behind their table. The last response to a query of an index is kept and can be returned again. The
 * indexes of the local cloud are always consistent. DynamoDB updates an index "in an eventually consistent way"
 * (developer guide, global secondary indexes) and gives no bound. Here the lag is the time between two queries, some
 * minutes.
 */
export class StaleIndexes {
  readonly #lastAnswers = new Map<string, HttpResponse>();

  /** Keeps the response if the request is a query of an index. */
  remember(request: HttpRequest, answer: HttpResponse | Error): void {
    const name = nameQuery(request);
    if (name !== undefined && !(answer instanceof Error) && answer.status === 200)
      this.#lastAnswers.set(name, answer);
  }

  /**
   * The last response for the same partition of the index, or undefined if there is none or the request is no such
   * query.
   */
  lastAnswer(request: HttpRequest): HttpResponse | undefined {
    const name = nameQuery(request);
    return name === undefined ? undefined : this.#lastAnswers.get(name);
  }
}

/** The index and partition of a query for a first page. The upper bound of the query's time is ignored. */
function nameQuery({ headers, body }: HttpRequest): string | undefined {
  if (headers['x-amz-target'] !== 'DynamoDB_20120810.Query') return undefined;
  const query: unknown = JSON.parse(body);
  if (!isRecord(query) || query['IndexName'] === undefined || query['ExclusiveStartKey'] !== undefined)
    return undefined;
  const values = isRecord(query['ExpressionAttributeValues']) ? query['ExpressionAttributeValues'] : {};
  return JSON.stringify([query['TableName'], query['IndexName'], values[':shard']]);
}
