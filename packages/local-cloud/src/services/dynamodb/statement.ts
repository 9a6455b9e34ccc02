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

/** A statement that cannot be parsed asks IAM nothing: it is refused when it runs. */
export function authorizeStatement(tables: Tables, text: string | undefined): Authorization[] {
  const prepared = attempt(() => prepare(text ?? ''));
  if (prepared instanceof ServiceError) return [];
  const { statement } = prepared;
  const indexName = statement.kind === 'SELECT' ? statement.indexName : undefined;
  return [tables.authorization(actions[statement.kind], statement.tableName, indexName)];
}

/** The result, or the refusal: anything else, above all `NotEmulatedError`, is thrown on. */
export function attempt<Result>(action: () => Result): Result | ServiceError {
  try {
    return action();
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
}

/** Whether an unknown value can be an item or a key of the wire: an object. What is in it, the table checks. */
export function isAttributes(value: unknown): value is Record<string, AttributeValue> {
  return isRecord(value);
}
