import { createHash } from 'node:crypto';
import { ServiceError } from './service.ts';

/** What a request says about pages, in the words that most operations use. */
export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** How an operation makes its pages. */
export interface PageRules {
  /** Items of a page when MaxResults is absent. */
  readonly size: number;
  /** Whatever must be the same on every page (filters, ids): a token of one request is not one of another. */
  readonly request: unknown;
  /** Refuses a token that is not one of this request. @default InvalidNextToken */
  readonly refuseToken?: () => ServiceError;
}

/** A page of a list, with the token of the next page, if there is one, and the token of this page. */
export function takePage<T>(
  all: readonly T[],
  { MaxResults, NextToken }: PageRequest,
  { size, request, refuseToken }: PageRules,
): { page: readonly T[]; next: { NextToken?: string }; again: { NextToken: string } } {
  const position = readPageToken(NextToken, request, refuseToken);
  const end = position + (MaxResults ?? size);
  return {
    page: all.slice(position, end),
    next: end < all.length ? { NextToken: writePageToken(end, request) } : {},
    again: { NextToken: writePageToken(position, request) },
  };
}

/** An opaque token of a page of a request: where the page begins. For lists too long to be made as a whole. */
export function writePageToken(position: number, request: unknown): string {
  return Buffer.from(`${position}:${fingerprint(request)}`).toString('base64url');
}

/** The position in a token, 0 when there is no token. @throws ServiceError when it is not a token of this request. */
export function readPageToken(
  token: string | undefined,
  request: unknown,
  refuseToken = invalidNextToken,
): number {
  if (token === undefined || token === '') return 0;
  const parts = /^(\d+):([0-9a-f]+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (parts === null || parts[2] !== fingerprint(request)) throw refuseToken();
  return Number(parts[1]);
}

function invalidNextToken(): ServiceError {
  return new ServiceError('InvalidNextToken', 'The specified token is not valid for this request');
}

function fingerprint(request: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(request) ?? '')
    .digest('hex')
    .slice(0, 16);
}
