import { ServiceError } from '../../../core/service.ts';

interface Filter {
  readonly Key?: string | undefined;
  readonly Values?: readonly string[] | undefined;
}

/** Whether an item has a value that a filter names. */
type Matches<Item> = Readonly<Record<string, (item: Item, value: string) => boolean>>;

/** The items that match every filter, by one of its values. @throws ServiceError for a key that the list does not have. */
export function filterItems<Item>(
  items: readonly Item[],
  filters: readonly Filter[] = [],
  matches: Matches<Item>,
): readonly Item[] {
  const conditions = filters.map(({ Key: key = '', Values: values = [] }) => {
    const match = matches[key];
    if (match === undefined)
      throw new ServiceError(
        'ValidationException',
        `The filter key ${key} is not valid; allowed: ${Object.keys(matches).join(', ')}`,
      );
    return (item: Item) => values.some((value) => match(item, value));
  });
  return items.filter((item) => conditions.every((condition) => condition(item)));
}

/** The time in a filter. @throws ServiceError when it is none. */
export function readFilterTime(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new ServiceError('ValidationException', `${text} is no time of ISO 8601.`);
  return ms;
}
