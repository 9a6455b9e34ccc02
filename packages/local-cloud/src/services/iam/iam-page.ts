import { takePage } from '../../core/page.ts';
import { ServiceError } from '../../core/service.ts';

/** The size of a page without `MaxItems` (API reference of IAM). */
const pageItems = 100;

/** A page with IAM's members. `request` must be the same for every page. */
export function iamPage<T>(
  all: readonly T[],
  { Marker, MaxItems = pageItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
  request: unknown,
): { page: T[]; next: { IsTruncated: boolean; Marker?: string } } {
  const { page, next } = takePage(
    all,
    { MaxResults: MaxItems, NextToken: Marker },
    { size: MaxItems, request, refuseToken: invalidMarker },
  );
  const marker = next.NextToken;
  return {
    page: [...page],
    next: marker === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: marker },
  };
}

function invalidMarker(): ServiceError {
  return new ServiceError('ValidationError', 'Invalid Marker.');
}
