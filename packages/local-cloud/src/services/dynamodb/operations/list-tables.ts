import type { ListTablesInput, ListTablesOutput } from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import type { Tables } from '../tables.ts';

/** How many names ListTables gives at most. Source: DynamoDB API reference. */
const tablesPerPageMax = 100;

/** ListTables. */
export function listTables(tables: Tables): Operation<ListTablesInput, ListTablesOutput> {
  return {
    authorize: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
    run({ ExclusiveStartTableName: start, Limit: limit = tablesPerPageMax }) {
      const names = tables.names().filter((name) => start === undefined || name > start);
      const page = names.slice(0, limit);
      return {
        TableNames: page,
        LastEvaluatedTableName: page.length < names.length ? page.at(-1) : undefined,
      };
    },
  };
}
