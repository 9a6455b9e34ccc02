import { takePage } from '../../core/page.ts';
import { ServiceError } from '../../core/service.ts';
import { Validation } from '../../core/validation.ts';

/** Entries of a page when `MaxItems` is absent, and at most (API reference of IAM). */
const pageItems = { default: 100, min: 1, max: 1000 } as const;

/** A page in the words of IAM. `request` is what must be the same on every page. */
export function iamPage<T>(
  all: readonly T[],
  { Marker, MaxItems = pageItems.default }: { Marker?: string | undefined; MaxItems?: number | undefined },
  request: unknown,
): { page: T[]; next: { IsTruncated: boolean; Marker?: string } } {
  new Validation('ValidationError').range(MaxItems, 'maxItems', [pageItems.min, pageItems.max]).done();
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
