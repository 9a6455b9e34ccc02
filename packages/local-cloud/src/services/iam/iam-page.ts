import { takePage } from '../../core/page.ts';
import { ServiceError } from '../../core/service.ts';
import { Validation } from '../../core/validation.ts';

/** The default and the bounds of `MaxItems` (API reference of IAM). */
const pageItems = { default: 100, min: 1, max: 1000 } as const;

/** A page with IAM's members. `request` must be the same for every page. */
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
