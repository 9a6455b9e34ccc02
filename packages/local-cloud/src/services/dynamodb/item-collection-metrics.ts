import { Validation } from '../../core/validation.ts';

/**
 * Refuses another `ReturnItemCollectionMetrics` than AWS knows. There is nothing to return for it: only tables with local
 * secondary indexes have item collections, and those are not emulated.
 */
export function checkItemCollectionMetrics({
  ReturnItemCollectionMetrics: wanted,
}: {
  readonly ReturnItemCollectionMetrics?: string | undefined;
}): void {
  new Validation().oneOf(wanted, 'returnItemCollectionMetrics', ['SIZE', 'NONE']).done();
}
