import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { isRecord } from '../../core/is-record.ts';
import { type Authorization, ServiceError } from '../../core/service.ts';
import { prepare } from './partiql/statement-parser.ts';
import type { Tables } from './tables.ts';

const actions = {
  INSERT: 'PartiQLInsert',
  UPDATE: 'PartiQLUpdate',
  DELETE: 'PartiQLDelete',
  SELECT: 'PartiQLSelect',
} as const;

/** The authorizations of a statement. A statement that cannot be parsed has none, and fails when it runs. */
export function authorizeStatement(tables: Tables, text: string | undefined): Authorization[] {
  const prepared = attempt(() => prepare(text ?? ''));
  if (prepared instanceof ServiceError) return [];
  const { statement } = prepared;
  const indexName = statement.kind === 'SELECT' ? statement.indexName : undefined;
  return [tables.authorization(actions[statement.kind], statement.tableName, indexName)];
}

/** Returns the result or the ServiceError. Throws any other error, such as `NotEmulatedError`. */
export function attempt<Result>(action: () => Result): Result | ServiceError {
  try {
    return action();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

/** Whether a value is an object, and so may be an item or a key. The table checks its content. */
export function isAttributes(value: unknown): value is Record<string, AttributeValue> {
  return isRecord(value);
}
