import { describe, expect, it } from 'vitest';
import { NotEmulatedError } from '../../../src/core/service.ts';
import { member, openDynamoDb, refusal, tableArn } from './fixture.ts';

const key = { id: { S: 'i-1' } };

describe('the service', () => {
  it('refuses an unknown table, and throws for features that are not emulated', () => {
    const db = openDynamoDb();
    const error = refusal(() => db.call('GetItem', { TableName: 'Other', Key: key }));
    expect(error.code).toBe('ResourceNotFoundException');
    expect(() => db.call('PutItem', { TableName: 'Roster', Item: key, Expected: {} })).toThrow(
      NotEmulatedError,
    );
    const provisioned = { AttributeDefinitions: [], KeySchema: [] };
    expect(() => db.service.declareTable(provisioned, { tableName: 'P', arn: 'x' })).toThrow(
      NotEmulatedError,
    );
  });

  it('asks IAM about the table, and about the index it reads', () => {
    const db = openDynamoDb();
    const ask = (name: string, input: object) => db.authorize(name, { TableName: 'Roster', ...input });
    expect(ask('PutItem', {})).toEqual([{ action: 'dynamodb:PutItem', resource: tableArn }]);
    expect(ask('GetItem', { TableName: tableArn })).toEqual([
      { action: 'dynamodb:GetItem', resource: tableArn },
    ]);
    expect(ask('Query', { IndexName: 'due' })).toEqual([
      { action: 'dynamodb:Query', resource: `${tableArn}/index/due` },
    ]);
    const Statements = [
      { Statement: 'UPDATE Roster SET a=1 WHERE id=?' },
      { Statement: `INSERT INTO "Roster" VALUE {'id': ?}` },
      { Statement: 'not a statement' },
    ];
    expect(db.authorize('BatchExecuteStatement', { Statements })).toEqual([
      { action: 'dynamodb:PartiQLUpdate', resource: tableArn },
      { action: 'dynamodb:PartiQLInsert', resource: tableArn },
    ]);
    const Statement = `SELECT * FROM "Roster"."due" WHERE "status" = 'x'`;
    expect(db.authorize('ExecuteStatement', { Statement })).toEqual([
      { action: 'dynamodb:PartiQLSelect', resource: `${tableArn}/index/due` },
    ]);
  });

  it('describes its tables', () => {
    const db = openDynamoDb();
    expect(db.call('ListTables', {})).toMatchObject({ TableNames: ['Roster', 'Series'] });
    expect(db.call('DescribeTable', { TableName: 'Roster' })).toMatchObject({
      Table: { TableName: 'Roster', TableArn: tableArn, TableStatus: 'ACTIVE', ItemCount: 0 },
    });
  });

  it('tells sizes and counts of up to six hours ago, as AWS does', () => {
    const db = openDynamoDb();
    const sizes = (afterHours: number) => {
      db.timeline.after(afterHours * 3_600_000, () => undefined);
      while (db.timeline.step());
      return member(db.call('DescribeTable', { TableName: 'Roster' }), 'Table');
    };
    const item = { id: { S: 'i-1' }, status: { S: 'a' }, dueAt: { N: '1' }, other: { S: 'o' } };
    db.call('PutItem', { TableName: 'Roster', Item: item });
    expect(sizes(5)).toMatchObject({ ItemCount: 0, TableSizeBytes: 0 });
    const bytes = 'idi-1'.length + 'statusa'.length + 'dueAt'.length + 2;
    expect(sizes(1)).toMatchObject({
      ItemCount: 1,
      TableSizeBytes: bytes + 'othero'.length,
      GlobalSecondaryIndexes: [
        { IndexName: 'due', ItemCount: 1, IndexSizeBytes: bytes },
        { IndexName: 'byOrder', ItemCount: 0, IndexSizeBytes: 0 },
      ],
    });
    db.call('DeleteItem', { TableName: 'Roster', Key: { id: { S: 'i-1' } } });
    expect(sizes(5)).toMatchObject({ ItemCount: 1 });
    expect(sizes(1)).toMatchObject({ ItemCount: 0 });
  });

  it('describes time to live', () => {
    const db = openDynamoDb();
    expect(db.call('DescribeTimeToLive', { TableName: 'Roster' })).toEqual({
      TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' },
    });
  });
});
