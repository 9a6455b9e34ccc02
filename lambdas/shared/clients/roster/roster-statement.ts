import type { BatchStatementRequest } from '@aws-sdk/client-dynamodb';
import { convertToAttr } from '@aws-sdk/util-dynamodb';
import type { RosterMove } from '../../domain/roster/roster-move.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { type Attributes, toAttributes } from './roster-item.ts';

/**
 * The statement that writes a move. A first entry is an INSERT, which fails if there is one already. A later
 * move is an UPDATE that names its old status and revision (an optimistic lock). It sets what changed and
 * removes what ended.
 *
 * There are few texts, one for each set of changed attributes. DynamoDB and we parse each only once.
 */
export function writeStatement(tableName: string, { from, to }: RosterMove): BatchStatementRequest {
  const after = toAttributes(to);
  if (from === undefined) return insertStatement(tableName, after);
  const before = toAttributes(from);
  const set = Object.entries(after).filter(([name, value]) => before[name] !== value);
  const removed = Object.keys(before).filter((name) => !(name in after));
  const clauses = [
    ...set.map(([name]) => `SET "${name}"=?`),
    ...removed.map((name) => `REMOVE "${name}"`),
    `WHERE "${rosterKeys.partitionKey}"=? AND "status"=? AND "revision"=?`,
  ];
  const values = [...set.map(([, value]) => value), from.instanceId, from.status, from.revision];
  return {
    Statement: `UPDATE "${tableName}" ${clauses.join(' ')}`,
    Parameters: values.map((value) => convertToAttr(value)),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

function insertStatement(tableName: string, attributes: Attributes): BatchStatementRequest {
  const fields = Object.keys(attributes).map((name) => `'${name}': ?`);
  return {
    Statement: `INSERT INTO "${tableName}" VALUE {${fields.join(', ')}}`,
    Parameters: Object.values(attributes).map((value) => convertToAttr(value)),
  };
}
