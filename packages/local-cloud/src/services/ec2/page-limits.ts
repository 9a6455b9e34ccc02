import { ServiceError } from '../../core/service.ts';

/** How large a page of a Describe call may be, and how EC2 words its refusals: its operations differ. */
export interface PageLimits {
  readonly min: number;
  /** Also the size of a page without MaxResults. */
  readonly max: number;
  /** `cut`: more than `max` means `max`. `any`: what is out of bounds is ignored. @default refused */
  readonly beyond?: 'cut' | 'any';
  /** The name of MaxResults in refusals: of the API, or of the wire; or the refusal is one of the model. */
  readonly words: 'MaxResults' | 'maxResults' | 'model';
  /** The name of the list of ids in refusals. */
  readonly ids?: string;
}

/** The size of a page. @throws ServiceError for a size out of bounds, and for one that comes with ids. */
export function readPageSize(limits: PageLimits, maxResults: number | undefined, idCount = 0): number {
  const { min, max, beyond } = limits;
  if (maxResults === undefined) return max;
  if (idCount > 0) throw withIds(limits);
  if (beyond === 'any') return maxResults < 1 ? max : maxResults;
  if (maxResults > max && beyond === 'cut') return max;
  if (maxResults < min || maxResults > max) throw outOfBounds(limits, maxResults);
  return maxResults;
}

/** The refusal of a token, where it has words of its own. */
export function refuseTokenOf(
  { words }: PageLimits,
  token: string | undefined,
): (() => ServiceError) | undefined {
  if (words !== 'MaxResults') return undefined;
  return () => invalid(`Value ( ${token} ) for parameter NextToken is invalid. The token is invalid.`);
}

function withIds({ words, ids }: PageLimits): ServiceError {
  const name = words === 'model' ? 'maxResults' : words;
  return new ServiceError(
    'InvalidParameterCombination',
    `The parameter ${ids} cannot be used with the parameter ${name}`,
  );
}

function outOfBounds({ min, max, words }: PageLimits, value: number): ServiceError {
  const isLess = value < min;
  if (words === 'model')
    return new ServiceError(
      'InvalidParameter',
      `1 validation error detected: Value '${value}' at 'maxResults' failed to satisfy constraint: Member must have value ${isLess ? `greater than or equal to ${min}` : `less than or equal to ${max}`}`,
    );
  const equal = words === 'MaxResults' ? ' or equal to' : '';
  const expected = isLess ? `greater than${equal} ${min}` : `smaller than${equal} ${max}`;
  return invalid(`Value ( ${value} ) for parameter ${words} is invalid. Expecting a value ${expected}.`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidParameterValue', message);
}
