import { cbor, dateToTag } from '@smithy/core/cbor';
import type { HttpRequest, HttpResponse } from '../http-message.ts';
import { isRecord } from '../is-record.ts';
import { ServiceError } from '../service.ts';
import { decodeJson, encodeJson } from './json-codec.ts';
import type { Shape } from './shape.ts';

/** The service and operation in the path of a request of Smithy's RPC v2: `/service/<service>/operation/<name>`. */
export function readCborPath({
  headers,
  path,
}: HttpRequest): { readonly target: string; readonly name: string } | undefined {
  if (headers['smithy-protocol'] !== 'rpc-v2-cbor') return undefined;
  const match = /\/service\/(\w+)\/operation\/(\w+)$/.exec(path);
  return match === null ? undefined : { target: match[1] ?? '', name: match[2] ?? '' };
}

/** Decodes a request. The shapes of JSON check it; only timestamps differ. */
export function decodeCbor(shape: Shape, bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined || bytes.length === 0) return decodeJson(shape, {});
  try {
    return decodeJson(shape, withoutTags(cbor.deserialize(bytes)));
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError('SerializationException', 'The request is not CBOR.');
  }
}

/** Timestamps have a tag; their value is epoch seconds, as in JSON. */
function withoutTags(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTags);
  if (!isRecord(value)) return value;
  if (value['tag'] === 1 && Object.getOwnPropertySymbols(value).length > 0) return value['value'];
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutTags(item)]));
}

/** Encodes an answer. An unknown member is a bug of ours and throws. */
export function encodeCbor(shape: Shape, answer: unknown, requestId: string): HttpResponse {
  encodeJson(shape, answer); // checks the members
  return respond(200, answer, requestId);
}

/** How an error is shown: by its shape's namespace, and by its name in the query protocol. */
interface Shown {
  readonly namespace?: string;
  readonly queryError?: string;
  readonly requestId: string;
}

/** Encodes an error. Services that once spoke the query protocol send its name there too. */
export function encodeCborRefusal(
  error: ServiceError,
  { namespace, queryError, requestId }: Shown,
): HttpResponse {
  const type = namespace === undefined ? error.code : `${namespace}#${error.code}`;
  const response = respond(error.statusCode, { __type: type, message: error.message }, requestId);
  if (queryError === undefined) return response;
  return { ...response, headers: { ...response.headers, 'x-amzn-query-error': queryError } };
}

function respond(status: number, value: unknown, requestId: string): HttpResponse {
  const headers = {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': requestId,
  };
  return { status, headers, body: '', bytes: cbor.serialize(withTags(value)) };
}

function withTags(value: unknown): unknown {
  if (value instanceof Date) return dateToTag(value);
  if (Array.isArray(value)) return value.map(withTags);
  if (!isRecord(value)) return value;
  const present = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(present.map(([name, item]) => [name, withTags(item)]));
}
