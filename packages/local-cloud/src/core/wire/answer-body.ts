import type { HttpResponse } from '../http-message.ts';
import type { Model } from './models.ts';

/** An answer in JSON, with the content type of the protocol. */
export function json(
  model: Model,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): HttpResponse {
  const type = model.protocol === 'json-1.0' ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
  return { status, headers: { 'content-type': type, ...headers }, body };
}

/** An answer in XML, with its declaration. */
export function xml(status: number, body: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `<?xml version="1.0"?>${body}`,
  };
}
