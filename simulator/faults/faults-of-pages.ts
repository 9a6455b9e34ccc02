import { type HttpRequest, isRecord } from 'local-cloud';

/** The smallest page size that every paged operation here allows (DescribeInstanceInformation and those of EC2). */
const pageSizeMin = 5;

/**
 * The same request with a smaller page. A service may always return fewer than `MaxResults` items and a token, and
 * DynamoDB does so after a megabyte. Returns undefined if the response has no pages or the request asks for the
 * smallest page already.
 */
export function shortenPage(request: HttpRequest, operation: string): HttpRequest | undefined {
  if (request.headers['x-amz-target'] === undefined) return shortenForm(request);
  const body: unknown = JSON.parse(request.body);
  if (!isRecord(body)) return undefined;
  const member = operation === 'Query' || operation === 'Scan' ? 'Limit' : 'MaxResults';
  const size = body[member] ?? (member === 'Limit' ? Number.POSITIVE_INFINITY : 0);
  if (typeof size !== 'number' || size <= pageSizeMin) return undefined;
  return { ...request, body: JSON.stringify({ ...body, [member]: pageSizeMin }) };
}

function shortenForm(request: HttpRequest): HttpRequest | undefined {
  const form = new URLSearchParams(request.body);
  if (Number(form.get('MaxResults') ?? 0) <= pageSizeMin) return undefined;
  form.set('MaxResults', String(pageSizeMin));
  return { ...request, body: form.toString() };
}
