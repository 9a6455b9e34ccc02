import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import type { OpsItem } from './ops-item.ts';

interface Filter {
  readonly Key?: string | undefined;
  readonly Values?: readonly string[] | undefined;
  readonly Operator?: string | undefined;
}

const readers: Readonly<Record<string, (item: OpsItem) => string | undefined>> = {
  Status: ({ content }) => content.status,
  Source: ({ source }) => source,
  Title: ({ content }) => content.title,
  OpsItemId: ({ id }) => id,
  Priority: ({ content }) => content.priority?.toString(),
};
/** The keys that take Contains too (API reference of DescribeOpsItems). */
const mayContain = ['Source', 'Title'];

/** The OpsItems that match all filters. @throws ServiceError ValidationException for an operator that a key does not take. */
export function filterOpsItems(items: readonly OpsItem[], filters: readonly Filter[] = []): OpsItem[] {
  const conditions = filters.map(conditionOf);
  return items.filter((item) => conditions.every((condition) => condition(item)));
}

function conditionOf({ Key: key = '', Values: values = [], Operator: operator = '' }: Filter) {
  const read = readers[key];
  if (read === undefined) throw new NotEmulatedError(`DescribeOpsItems with a filter of ${key}`);
  if (operator !== 'Equal' && !(operator === 'Contains' && mayContain.includes(key)))
    throw new ServiceError(
      'ValidationException',
      `The filter ${key} does not take the operator ${operator}.`,
    );
  return (item: OpsItem) => {
    const text = read(item);
    return values.some((value) => (operator === 'Equal' ? text === value : text?.includes(value)));
  };
}
