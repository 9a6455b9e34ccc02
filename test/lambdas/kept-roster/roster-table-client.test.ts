import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ListTagsOfResourceCommand,
  type TableDescription,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createRosterTable } from '../../../lambdas/kept-roster/roster-table-client.ts';
import { fakeClock } from '../fakes.ts';
import { aTable, bareSettings, wholeSettings } from './a-table.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());
afterAll(() => dynamodb.restore());

const TableName = 'Restored';
const named = (name: string, message = 'refused') => Object.assign(new Error(message), { name });
const inputs = () => dynamodb.calls().map((call) => call.args[0].input);
const key = (hash: string, range?: string): TableDescription['KeySchema'] => [
  { AttributeName: hash, KeyType: 'HASH' },
  ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
];

describe('reading', () => {
  it('gives the key, the indexes and the protection of the table', async () => {
    dynamodb.on(DescribeTableCommand).resolves({
      Table: {
        TableArn: 'arn',
        TableStatus: 'ACTIVE',
        KeySchema: key('instanceId'),
        AttributeDefinitions: [
          ...['instanceId', 'dueShard', 'problemShard'].map((AttributeName) => ({
            AttributeName,
            AttributeType: 'S' as const,
          })),
          ...['dueAt', 'changedAt'].map((AttributeName) => ({ AttributeName, AttributeType: 'N' as const })),
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'ByDue',
            KeySchema: key('dueShard', 'dueAt'),
            Projection: { ProjectionType: 'ALL' },
            IndexStatus: 'ACTIVE',
          },
          {
            IndexName: 'ByProblem',
            KeySchema: key('problemShard', 'changedAt'),
            Projection: { ProjectionType: 'KEYS_ONLY' },
            IndexStatus: 'UPDATING',
          },
        ],
      },
    });
    expect(await createRosterTable().read(TableName)).toEqual(aTable());
    expect(inputs()).toEqual([{ TableName }]);
  });

  it.each([
    ['ACTIVE', true],
    ['CREATING', false],
    ['DELETING', false],
  ] as const)('calls an index that is %s ready: %s', async (IndexStatus, isReady) => {
    const GlobalSecondaryIndexes = [{ IndexName: 'ByDue', IndexStatus }];
    dynamodb.on(DescribeTableCommand).resolves({ Table: { GlobalSecondaryIndexes } });
    expect(await createRosterTable().read(TableName)).toMatchObject({ indexes: [{ isReady }] });
  });

  it('gives nothing when there is no such table', async () => {
    dynamodb.on(DescribeTableCommand).rejects(named('ResourceNotFoundException'));
    expect(await createRosterTable().read(TableName)).toBeUndefined();
  });

  it('gives the settings that a restored table does not have', async () => {
    dynamodb
      .on(DescribeTimeToLiveCommand)
      .resolves({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } })
      .on(DescribeContinuousBackupsCommand)
      .resolves({
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
        },
      })
      .on(ListTagsOfResourceCommand)
      .resolves({});
    expect(await createRosterTable().readSettings(TableName, 'arn')).toEqual(bareSettings());
    expect(inputs()).toEqual([{ TableName }, { TableName }, { ResourceArn: 'arn', NextToken: undefined }]);
  });

  it('gives the settings of a whole roster, with the tags of every page', async () => {
    dynamodb
      .on(DescribeTimeToLiveCommand)
      .resolves({ TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' } })
      .on(DescribeContinuousBackupsCommand)
      .resolves({
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
        },
      })
      .on(ListTagsOfResourceCommand)
      .resolvesOnce({ Tags: [{ Key: 'team', Value: 'a' }], NextToken: 'next' })
      .resolves({ Tags: [{ Key: 'muster:table', Value: 'roster' }] });
    expect(await createRosterTable().readSettings(TableName, 'arn')).toEqual(wholeSettings);
    expect(inputs().at(-1)).toEqual({ ResourceArn: 'arn', NextToken: 'next' });
  });
});

describe('putting on', () => {
  const TimeToLiveSpecification = { Enabled: true, AttributeName: 'expiresAt' };

  it('names each setting as DynamoDB does', async () => {
    dynamodb.on(UpdateTableCommand).resolves({});
    dynamodb.on(UpdateContinuousBackupsCommand).resolves({});
    dynamodb.on(TagResourceCommand).resolves({});
    dynamodb.on(UpdateTimeToLiveCommand).resolves({});
    const table = createRosterTable();
    await table.protect(TableName);
    await table.makeRecoverable(TableName);
    await table.mark('arn');
    expect(await table.setTimeToLive(TableName)).toBe('set');
    expect(inputs()).toEqual([
      { TableName, DeletionProtectionEnabled: true },
      { TableName, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      { ResourceArn: 'arn', Tags: [{ Key: 'muster:table', Value: 'roster' }] },
      { TableName, TimeToLiveSpecification },
    ]);
  });

  it.each([
    ['TimeToLive is already enabled', 'set'],
    ['Time to live has been modified multiple times within a fixed interval', 'tooSoon'],
  ])('takes "%s" for %s', async (message, outcome) => {
    dynamodb.on(UpdateTimeToLiveCommand).rejects(named('ValidationException', message));
    expect(await createRosterTable().setTimeToLive(TableName)).toBe(outcome);
  });

  it('throws every other refusal', async () => {
    const message = 'TimeToLive is active on a different AttributeName: current AttributeName is ttl';
    dynamodb.on(UpdateTimeToLiveCommand).rejects(named('ValidationException', message));
    await expect(createRosterTable().setTimeToLive(TableName)).rejects.toThrow(message);
    dynamodb.on(UpdateTimeToLiveCommand).rejects(named('InternalServerError', 'already enabled'));
    await expect(createRosterTable().setTimeToLive(TableName)).rejects.toThrow('already enabled');
  });

  it('waits for a new role, for the backups of a new table, and for the last change', async () => {
    dynamodb
      .on(UpdateContinuousBackupsCommand)
      .rejectsOnce(named('AccessDeniedException'))
      .rejectsOnce(named('ContinuousBackupsUnavailableException'))
      .resolves({});
    dynamodb.on(UpdateTableCommand).rejectsOnce(named('ResourceInUseException')).resolves({});
    const clock = fakeClock();
    const table = createRosterTable(undefined, clock);
    await table.makeRecoverable(TableName);
    await table.protect(TableName);
    expect(clock.pauses).toEqual([2_000, 4_000, 8_000]);
  });
});
