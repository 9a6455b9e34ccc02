import { takePage } from '../../core/page.ts';
import { ServiceError } from '../../core/service.ts';

/** A page of a list: `Limit` items, or `size` without one. 0 stands for none too (API reference). */
export function takeConfigPage<T>(
  all: readonly T[],
  {
    Limit: limit,
    NextToken,
  }: { readonly Limit?: number | undefined; readonly NextToken?: string | undefined },
  { size, request }: { readonly size: number; readonly request: unknown },
): { page: T[]; next: { NextToken?: string } } {
  const MaxResults = limit === 0 ? undefined : limit;
  const refuseToken = () =>
    new ServiceError('InvalidNextTokenException', 'The nextToken provided is invalid');
  const { page, next } = takePage(all, { MaxResults, NextToken }, { size, request, refuseToken });
  return { page: [...page], next };
}
