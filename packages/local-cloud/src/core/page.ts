import { createHash } from 'node:crypto';
import { ServiceError } from './service.ts';

/** The page members of a request, with the names that most operations use. */
export interface PageRequest {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** How an operation pages its results. */
export interface PageRules {
  /** The page size if MaxResults is absent. */
  readonly size: number;
  /**
   * The part of the request that must be the same for every page (filters, ids). A token is valid only for an equal
   * request.
   */
  readonly request: unknown;
  /** Makes the error for a token of another request. @default InvalidNextToken */
  readonly refuseToken?: () => ServiceError;
}

/** A page of a list, the token of the next page, if any, and another token of this page. */
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
    again: { NextToken: writePageToken(position, request, NextToken) },
  };
}

/**
 * Writes an opaque token with the position at which a page begins. For lists that are too long to build as a whole. It
 * differs from the token that was given: the AWS CLI stops with an error at a token that comes twice.
 */
export function writePageToken(position: number, request: unknown, given?: string): string {
  const token = encode(`${position}:${fingerprint(request)}`);
  return token === given ? encode(`${position}:${fingerprint(request)}:again`) : token;
}

/**
 * Reads the position from a token. Returns 0 without a token. @throws ServiceError when the token belongs to another
 * request.
 */
export function readPageToken(
  token: string | undefined,
  request: unknown,
  refuseToken = invalidNextToken,
): number {
  if (token === undefined || token === '') return 0;
  const parts = /^(\d+):([0-9a-f]+)(?::again)?$/.exec(Buffer.from(token, 'base64url').toString());
  if (parts === null || parts[2] !== fingerprint(request)) throw refuseToken();
  return Number(parts[1]);
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
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
