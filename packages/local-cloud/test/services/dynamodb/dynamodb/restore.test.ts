import { describe, expect, it } from 'vitest';
import { list, member, openDynamoDb, refusal, tableArn } from '../fixture.ts';

const item = (id: string) => ({ id: { S: id }, status: { S: 'waiting' }, dueAt: { N: '5' } });

/** A table whose first item is in its backup, and whose second is not. */
function withBackup() {
  const db = openDynamoDb();
  db.call('PutItem', { TableName: 'Roster', Item: item('i-1') });
  const backup = db.service.backUp('Roster');
  db.call('PutItem', { TableName: 'Roster', Item: { ...item('i-1'), dueAt: { N: '9' } } });
  db.call('PutItem', { TableName: 'Roster', Item: item('i-2') });
  const scan = (TableName: string) => list(db.call('Scan', { TableName }), 'Items');
  const describeTable = (TableName: string) => member(db.call('DescribeTable', { TableName }), 'Table');
  return { db, backup, scan, describeTable };
}

const restored = { tableName: 'Restored', arn: tableArn.replace('Roster', 'Restored') };

describe('a restored table', () => {
  it('has the items and the indexes of its moment, and the other table stays as it is', () => {
    const { db, backup, scan } = withBackup();
    db.service.restore(backup, restored);
    expect(scan('Restored')).toEqual([item('i-1')]);
    expect(scan('Roster')).toHaveLength(2);
    const Query = {
      TableName: 'Restored',
      IndexName: 'due',
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':s': { S: 'waiting' } },
    };
    expect(member(db.call('Query', Query), 'Count')).toBe(1);
  });

  it('is a new one: with another id and a later time, and without time to live', () => {
    const { db, backup, describeTable } = withBackup();
    db.timeline.at(db.timeline.nowMs + 60_000, () => db.service.restore(backup, restored));
    while (db.timeline.step());
    const [old, made] = ['Roster', 'Restored'].map(describeTable);
    expect(member(made, 'TableId')).not.toBe(member(old, 'TableId'));
    expect(Number(member(made, 'CreationDateTime')) - Number(member(old, 'CreationDateTime'))).toBe(60_000);
    expect(db.call('DescribeTimeToLive', { TableName: 'Restored' })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' },
    });
  });

  it('has the name of a table only after that one is gone, and nothing answers under the name meanwhile', () => {
    const { db, backup, scan } = withBackup();
    const same = { tableName: 'Roster', arn: tableArn };
    expect(refusal(() => db.service.restore(backup, same)).message).toBe('Table already exists: Roster');
    db.service.takeAway('Roster');
    expect(refusal(() => db.call('GetItem', { TableName: 'Roster', Key: { id: { S: 'i-1' } } })).code).toBe(
      'ResourceNotFoundException',
    );
    expect(refusal(() => db.service.takeAway('Roster')).code).toBe('ResourceNotFoundException');
    db.service.restore(backup, same);
    expect(scan('Roster')).toEqual([item('i-1')]);
  });
});
