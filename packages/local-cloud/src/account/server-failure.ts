import type { IncomingHttpHeaders } from 'node:http';
import type { HttpResponse } from '../core/gateway.ts';
import { NotEmulatedError, ServiceError } from '../core/service.ts';
import { escapeXml } from '../core/wire/query-codec.ts';
import { signedService } from '../core/wire/signed-service.ts';

/** What a failed request tells of its caller. */
interface FailedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/**
 * The response to a request that no service could answer: it is not emulated, not allowed, too large, or met a bug of
 * ours. It is in the protocol of the caller, so that the AWS CLI and the SDKs show its words.
 */
export function describeFailure(error: unknown, { headers, body }: FailedRequest): HttpResponse {
  const message = error instanceof Error ? error.message : String(error);
  const { status, code } = statusOf(error);
  const inner = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  switch (protocolOf(headers, body)) {
    case 'ec2':
      return xml(status, `<Response><Errors><Error>${inner}</Error></Errors></Response>`);
    case 'query':
      return xml(status, `<ErrorResponse><Error><Type>Sender</Type>${inner}</Error></ErrorResponse>`);
    case 's3':
      return xml(status, `<Error>${inner}</Error>`);
    case 'json':
      return {
        status,
        headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code },
        body: JSON.stringify({ __type: code, message }),
      };
  }
}

function statusOf(error: unknown): { status: number; code: string } {
  if (error instanceof NotEmulatedError) return { status: 501, code: 'NotEmulated' };
  if (error instanceof ServiceError) return { status: error.statusCode, code: error.code };
  return { status: 500, code: 'InternalFailure' };
}

/** The service of the signature tells S3 apart, and the type and version of the body the others. */
function protocolOf(headers: IncomingHttpHeaders, body: string): 'ec2' | 'query' | 's3' | 'json' {
  if (signedService(headers) === 's3') return 's3';
  if (!String(headers['content-type']).startsWith('application/x-www-form-urlencoded')) return 'json';
  return new URLSearchParams(body).get('Version') === '2016-11-15' ? 'ec2' : 'query';
}

function xml(status: number, text: string): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `<?xml version="1.0"?>${text}`,
  };
}
