import type { InventoryFilter } from '@aws-sdk/client-ssm';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import {
  type InventoryEntry,
  type InventoryItem,
  informationType,
  isReportedType,
} from './inventory-item.ts';

type Compare = (actual: string, wanted: string) => boolean;

const comparisons: Readonly<Record<string, Compare>> = {
  Equal: (actual, wanted) => actual === wanted,
  NotEqual: (actual, wanted) => actual !== wanted,
  BeginWith: (actual, wanted) => actual.startsWith(wanted),
};

/** Whether a node with these items satisfies a filter. */
export type InventoryCondition = (items: ReadonlyMap<string, InventoryItem>) => boolean;

/**
 * Reads the filters of a request. A node must satisfy all of them, with any of the values of each. That an entry of a list
 * satisfies one is enough: of two filters, two different applications may do that. Case matters. All four: assumed.
 */
export function readInventoryFilters(filters: readonly InventoryFilter[] = []): InventoryCondition[] {
  return filters.map(({ Key: key = '', Values: values = [], Type: type = 'Equal' }) => {
    const [, typeName, attribute] = /^((?:AWS|Custom):[^.]+)\.([^.]+)$/.exec(key) ?? [];
    if (typeName === undefined || attribute === undefined) throw invalidFilter(key);
    if (typeName !== informationType && !isReportedType(typeName)) throw invalidType(typeName);
    if (type === 'Exists')
      throw new ServiceError('InvalidFilter', 'The filter type Exists is valid with aggregators only.');
    const compare = comparisons[type];
    if (compare === undefined || (type === 'NotEqual' && typeName !== informationType))
      throw new NotEmulatedError(`the inventory filter ${type} of ${typeName}`);
    const satisfies = (entry: InventoryEntry) => {
      const actual = Object.hasOwn(entry, attribute) ? entry[attribute] : undefined;
      return actual !== undefined && values.some((wanted) => compare(actual, wanted));
    };
    return (items) => items.get(typeName)?.content.some(satisfies) ?? false;
  });
}

/** The error for a type that the inventory does not have. */
export function invalidType(typeName: string): ServiceError {
  return new ServiceError('InvalidTypeNameException', `The type name ${typeName} is not valid.`);
}

function invalidFilter(key: string): ServiceError {
  return new ServiceError(
    'InvalidFilter',
    `The filter key ${key} is not valid; allowed: a type and an attribute, as AWS:Application.Name.`,
  );
}
