import { describe, expect, it } from 'vitest';
import { accountId } from '../../../accounts.ts';
import { member, openDynamoDb, refusal, rosterProperties, tableArn } from '../fixture.ts';

type Db = ReturnType<typeof openDynamoDb>;

const hourMs = 3_600_000;
const later = (db: Db, ms: number) => {
  db.timeline.at(db.timeline.nowMs + ms, () => undefined);
  while (db.timeline.step());
};
const setTimeToLive = (db: Db, TableName: string, Enabled: boolean, AttributeName: string) =>
  db.call('UpdateTimeToLive', { TableName, TimeToLiveSpecification: { Enabled, AttributeName } });

describe('UpdateTimeToLive', () => {
  const statusOf = (db: Db) =>
    member(db.call('DescribeTimeToLive', { TableName: 'Series' }), 'TimeToLiveDescription');

  it('turns time to live on, so that items that are there already expire', () => {
    const db = openDynamoDb();
    const expiresAt = { N: String(db.timeline.nowMs / 1000 + 60) };
    db.call('PutItem', { TableName: 'Series', Item: { pk: { S: 'a' }, sk: { N: '1' }, expiresAt } });
    expect(setTimeToLive(db, 'Series', true, 'expiresAt')).toEqual({
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expiresAt' },
    });
    expect(statusOf(db)).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    later(db, 48 * hourMs);
    expect(db.call('Scan', { TableName: 'Series' })).toMatchObject({ Count: 0 });
  });

  it('refuses what is so already, another attribute, and a second change within an hour', () => {
    const db = openDynamoDb();
    const message = (isEnabled: boolean, attribute: string) =>
      refusal(() => setTimeToLive(db, 'Series', isEnabled, attribute)).message;
    expect(message(false, 'a')).toBe('TimeToLive is already disabled');
    setTimeToLive(db, 'Series', true, 'a');
    expect(message(true, 'a')).toBe('TimeToLive is already enabled');
    expect(message(true, 'b')).toBe(
      'TimeToLive is active on a different AttributeName: current AttributeName is a',
    );
    const tooSoon = 'Time to live has been modified multiple times within a fixed interval';
    expect(message(false, 'a')).toBe(tooSoon);
    later(db, hourMs);
    setTimeToLive(db, 'Series', false, 'a');
    expect(statusOf(db)).toEqual({ TimeToLiveStatus: 'DISABLED' });
    expect(message(true, 'b')).toBe(tooSoon);
  });
});

describe('continuous backups', () => {
  const set = (db: Db, PointInTimeRecoverySpecification: object) =>
    db.call('UpdateContinuousBackups', { TableName: 'Series', PointInTimeRecoverySpecification });
  const described = (db: Db) => db.call('DescribeContinuousBackups', { TableName: 'Series' });
  const off = {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  };

  it('can be restored from since they were turned on, for at most the days that were asked for', () => {
    const db = openDynamoDb();
    expect(described(db)).toEqual(off);
    later(db, hourMs);
    const sinceMs = db.timeline.nowMs;
    const recovery = (earliestMs: number, latestMs: number, RecoveryPeriodInDays: number) => ({
      ContinuousBackupsDescription: {
        ContinuousBackupsStatus: 'ENABLED',
        PointInTimeRecoveryDescription: {
          PointInTimeRecoveryStatus: 'ENABLED',
          RecoveryPeriodInDays,
          EarliestRestorableDateTime: new Date(earliestMs),
          LatestRestorableDateTime: new Date(latestMs),
        },
      },
    });
    expect(set(db, { PointInTimeRecoveryEnabled: true })).toEqual(recovery(sinceMs, sinceMs, 35));
    expect(set(db, { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 1 })).toEqual(
      recovery(sinceMs, sinceMs, 1),
    );
    later(db, 48 * hourMs);
    const { nowMs } = db.timeline;
    expect(described(db)).toEqual(recovery(nowMs - 24 * hourMs, nowMs - 300_000, 1));
    expect(set(db, { PointInTimeRecoveryEnabled: false })).toEqual(off);
  });

  it('are on for a table whose template says so', () => {
    const db = openDynamoDb();
    const names = { tableName: 'Made', arn: tableArn.replace('Roster', 'Made') };
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    db.service.declareTable({ ...rosterProperties, PointInTimeRecoverySpecification }, names);
    expect(db.call('DescribeContinuousBackups', { TableName: 'Made' })).toMatchObject({
      ContinuousBackupsDescription: {
        PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
      },
    });
  });

  it('refuses days with the end of recovery, and a table that is not there', () => {
    const db = openDynamoDb();
    expect(
      refusal(() => set(db, { PointInTimeRecoveryEnabled: false, RecoveryPeriodInDays: 7 })).message,
    ).toBe('Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time recovery.');
    expect(refusal(() => db.call('DescribeContinuousBackups', { TableName: 'None' }))).toMatchObject({
      code: 'TableNotFoundException',
      message: 'Table not found: None',
    });
  });
});

describe('UpdateTable', () => {
  const update = (db: Db, members: object) => db.call('UpdateTable', { TableName: 'Series', ...members });

  it('protects a table from deletion, and lifts the protection', () => {
    const db = openDynamoDb();
    const described = (isProtected: boolean) => ({ DeletionProtectionEnabled: isProtected });
    const protect = () => update(db, { DeletionProtectionEnabled: true });
    expect(member(protect(), 'TableDescription')).toMatchObject(described(true));
    expect(member(protect(), 'TableDescription')).toMatchObject(described(true));
    expect(refusal(() => db.service.removeTable('Series')).message).toMatch(/^Resource cannot be deleted/);
    update(db, { DeletionProtectionEnabled: false });
    db.service.removeTable('Series');
    expect(db.service.has('Series')).toBe(false);
  });

  it('refuses a call that changes nothing, and does not emulate other changes', () => {
    const db = openDynamoDb();
    expect(refusal(() => update(db, {})).message).toMatch(/^At least one of ProvisionedThroughput,/);
    expect(() => update(db, { BillingMode: 'PAY_PER_REQUEST' })).toThrow('UpdateTable with BillingMode');
  });
});

describe('tags of a table', () => {
  const tag = (db: Db, Tags: object[], ResourceArn = tableArn) =>
    db.call('TagResource', { ResourceArn, Tags });
  const tags = (db: Db, ResourceArn = tableArn) =>
    member(db.call('ListTagsOfResource', { ResourceArn }), 'Tags');

  it('are those of the template and those that were added; a key has one value', () => {
    const db = openDynamoDb();
    const names = { tableName: 'Tagged', arn: tableArn.replace('Roster', 'Tagged') };
    db.service.declareTable({ ...rosterProperties, Tags: [{ Key: 'a', Value: '1' }] }, names);
    tag(db, [{ Key: 'b', Value: '' }], names.arn);
    tag(db, [{ Key: 'a', Value: '2' }], names.arn);
    expect(tags(db, names.arn)).toEqual([
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '' },
    ]);
    expect(tags(db)).toEqual([]);
  });

  it.each([
    ['no tag', [], 'Atleast one Tag needs to be provided as Input.'],
    ['a key of AWS', [{ Key: 'aws:a', Value: '' }], 'Tag Key cannot be prefixed with aws:, Key: aws:a'],
    [
      'a key twice',
      [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
      'Duplicate Tag Keys provided as input: Duplicate Tag Key found a',
    ],
    [
      'a 51st tag',
      Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' })),
      'Number of Tags exceed the current limit for the provided ResourceArn',
    ],
  ])('refuses %s', (_, given, message) => {
    const db = openDynamoDb();
    expect(refusal(() => tag(db, given)).message).toBe(message);
    expect(tags(db)).toEqual([]);
  });

  it.each([
    ['Roster', "One or more parameter values were invalid: ARNs must start with 'arn:': Roster"],
    [
      `arn:aws:dynamodb:us-east-1:${accountId}:table/Roster`,
      `Invalid TableArn: Invalid ResourceArn provided as input arn:aws:dynamodb:us-east-1:${accountId}:table/Roster`,
    ],
    [
      tableArn.replace('Roster', 'None'),
      `Requested resource not found: ResourceArn: ${tableArn.replace('Roster', 'None')} not found`,
    ],
  ])('refuses %s, which is no ARN of a table here', (arn, message) => {
    expect(refusal(() => tags(openDynamoDb(), arn)).message).toBe(message);
  });
});

it('a restored table has none of these settings', () => {
  const db = openDynamoDb();
  const settings = {
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    Tags: [{ Key: 'a', Value: '1' }],
    DeletionProtectionEnabled: true,
  };
  const arnOf = (name: string) => tableArn.replace('Roster', name);
  db.service.declareTable({ ...rosterProperties, ...settings }, { tableName: 'Whole', arn: arnOf('Whole') });
  db.service.restore(db.service.backUp('Whole'), { tableName: 'Restored', arn: arnOf('Restored') });
  const TableName = 'Restored';
  expect(db.call('DescribeTable', { TableName })).toMatchObject({
    Table: { DeletionProtectionEnabled: false },
  });
  expect(db.call('ListTagsOfResource', { ResourceArn: arnOf('Restored') })).toEqual({ Tags: [] });
  expect(db.call('DescribeContinuousBackups', { TableName })).toMatchObject({
    ContinuousBackupsDescription: {
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  });
  setTimeToLive(db, 'Restored', true, 'expiresAt');
});
