import { type PageRequest, takePage } from '../../../core/page.ts';
import { ServiceError } from '../../../core/service.ts';

/** The page size if MaxResults is absent. Assumed. */
const PAGE_DEFAULT = 50;

/** A page of a list about windows. No model of these operations has an error for a wrong token. */
export function takeWindowPage<Item>(items: readonly Item[], input: PageRequest, request: unknown) {
  const refuseToken = () => new ServiceError('ValidationException', 'The token is not of this request.');
  return takePage(items, input, { size: PAGE_DEFAULT, request, refuseToken });
}
