import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  type KeySchemaElement,
  ListTagsOfResourceCommand,
  type TableDescription,
  TagResourceCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { connect } from '../shared/clients/connect.ts';
import { isNamed, unless } from '../shared/clients/expected-errors.ts';
import { retryDenials } from '../shared/clients/fresh-role.ts';
import { type Clock, systemClock } from '../shared/clients/system-clock.ts';
import { resourceTags, rosterKeys, rosterTableTag } from '../shared/runtime/contract.ts';
import type { FoundSettings, FoundTable } from './plan-roster.ts';

/** The table that is to be the roster. Every call may be made again: what is so already stays so. */
export interface RosterTable {
  /** Undefined when there is no such table. */
  read(name: string): Promise<FoundTable | undefined>;
  /** Asks only about a table that is `ACTIVE`: of others DynamoDB does not tell everything. */
  readSettings(name: string, arn: string): Promise<FoundSettings>;
  protect(name: string): Promise<void>;
  makeRecoverable(name: string): Promise<void>;
  /** Puts on the tag that says what the table is. Other tags stay. */
  mark(arn: string): Promise<void>;
  /** `tooSoon` when somebody changed time to live within the last hour. */
  setTimeToLive(name: string): Promise<'set' | 'tooSoon'>;
}

/**
 * What passes within half a minute: the denials of a new role, and what DynamoDB says of a table that is new, or whose
 * last change is under way.
 */
const passing = [
  'AccessDeniedException',
  'ContinuousBackupsUnavailableException',
  'LimitExceededException',
  'ResourceInUseException',
];

/** Asks DynamoDB. Make one for each event: all calls share the pauses. */
export function createRosterTable(client = connect(DynamoDBClient), clock: Clock = systemClock): RosterTable {
  const retry = retryDenials(clock, passing);
  return {
    async read(TableName) {
      const call = () => client.send(new DescribeTableCommand({ TableName }));
      const found = await unless(['ResourceNotFoundException'], () => retry(call));
      return found?.Table === undefined ? undefined : toTable(found.Table);
    },
    readSettings: (name, arn) => retry(() => readSettings(client, name, arn)),
    async protect(TableName) {
      await retry(() => client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true })));
    },
    async makeRecoverable(TableName) {
      const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
      const command = new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification });
      await retry(() => client.send(command));
    },
    async mark(ResourceArn) {
      const Tags = [{ Key: resourceTags.table, Value: rosterTableTag }];
      await retry(() => client.send(new TagResourceCommand({ ResourceArn, Tags })));
    },
    setTimeToLive: (name) => retry(() => setTimeToLive(client, name)),
  };
}

async function readSettings(
  client: DynamoDBClient,
  TableName: string,
  ResourceArn: string,
): Promise<FoundSettings> {
  const { TimeToLiveDescription: timeToLive } = await client.send(
    new DescribeTimeToLiveCommand({ TableName }),
  );
  const { ContinuousBackupsDescription: backups } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  const isRecoverable = backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED';
  const { TimeToLiveStatus: status = 'DISABLED', AttributeName: attribute } = timeToLive ?? {};
  return { timeToLive: { status, attribute }, isRecoverable, tags: await readTags(client, ResourceArn) };
}

/** A page has ten tags, and a table has 50 at most. The SDK has no paginator for them. */
async function readTags(client: DynamoDBClient, ResourceArn: string): Promise<Record<string, string>> {
  const tags: Record<string, string> = {};
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListTagsOfResourceCommand({ ResourceArn, NextToken }));
    for (const { Key = '', Value = '' } of page.Tags ?? []) tags[Key] = Value;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return tags;
}

/** DynamoDB refuses with one code what is so already and what comes too soon. Only its texts tell them apart. */
async function setTimeToLive(client: DynamoDBClient, TableName: string): Promise<'set' | 'tooSoon'> {
  const TimeToLiveSpecification = { Enabled: true, AttributeName: rosterKeys.expiryAttribute };
  try {
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    return 'set';
  } catch (error) {
    if (!(error instanceof Error) || !isNamed(error, ['ValidationException'])) throw error;
    // An earlier delivery of the event has set it.
    if (error.message.includes('TimeToLive is already enabled')) return 'set';
    if (error.message.includes('modified multiple times')) return 'tooSoon';
    throw error;
  }
}

function toTable(table: TableDescription): FoundTable {
  const types = new Map(
    (table.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => [
      AttributeName,
      AttributeType,
    ]),
  );
  const keyOf = (elements: readonly KeySchemaElement[] = []) =>
    elements.map(({ AttributeName: name }) => `${name}:${types.get(name)}`);
  return {
    arn: table.TableArn ?? '',
    status: table.TableStatus ?? '',
    key: keyOf(table.KeySchema),
    indexes: (table.GlobalSecondaryIndexes ?? []).map((index) => ({
      name: index.IndexName ?? '',
      key: keyOf(index.KeySchema),
      projection: index.Projection?.ProjectionType ?? '',
      isReady: index.IndexStatus === 'ACTIVE' || index.IndexStatus === 'UPDATING',
    })),
    isProtected: table.DeletionProtectionEnabled === true,
  };
}
