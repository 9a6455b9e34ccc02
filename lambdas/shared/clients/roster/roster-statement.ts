import type { BatchStatementRequest } from '@aws-sdk/client-dynamodb';
import { convertToAttr } from '@aws-sdk/util-dynamodb';
import type { RosterMove } from '../../domain/roster/roster-move.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { type Attributes, toAttributes } from './roster-item.ts';

/**
 * The statement that writes a move. A first entry is an INSERT, which fails when there is one. A later move is an
 * UPDATE that names the status and the revision it starts from (an optimistic lock), sets what changed and removes what
 * ended.
 *
 * The texts are few (one for each set of changed attributes), which DynamoDB and we both parse once.
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
