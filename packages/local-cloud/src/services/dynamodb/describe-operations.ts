import type {
  DescribeTableCommandInput,
  DescribeTableCommandOutput,
  DescribeTimeToLiveCommandInput,
  DescribeTimeToLiveCommandOutput,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  ListTablesCommandInput,
  ListTablesCommandOutput,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../core/service.ts';
import type { Table } from './dynamodb-table.ts';
import type { TableIndex } from './index-rows.ts';
import type { Bare } from './item-operations.ts';
import type { KeySchema } from './schema.ts';
import type { Tables } from './tables.ts';

/** How many names ListTables gives at most. Source: DynamoDB API reference. */
const tablesPerPageMax = 100;

/** DescribeTable, ListTables and DescribeTimeToLive. Sizes are 0 bytes: AWS refreshes them every six hours or so. */
export function describeOperations(tables: Tables) {
  return {
    DescribeTable: {
      authorize: (input: DescribeTableCommandInput) => [
        tables.authorization('DescribeTable', input.TableName),
      ],
      run: (input: DescribeTableCommandInput): Bare<DescribeTableCommandOutput> => ({
        Table: describeTable(tables.get(input.TableName)),
      }),
    },
    ListTables: {
      authorize: () => [{ action: 'dynamodb:ListTables', resource: '*' }],
      run: (input: ListTablesCommandInput) => listTables(tables, input),
    },
    DescribeTimeToLive: {
      authorize: (input: DescribeTimeToLiveCommandInput) => [
        tables.authorization('DescribeTimeToLive', input.TableName),
      ],
      run: (input: DescribeTimeToLiveCommandInput): Bare<DescribeTimeToLiveCommandOutput> => {
        const name = tables.get(input.TableName).schema.timeToLiveAttribute;
        if (name === undefined) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
        return { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: name } };
      },
    },
  } satisfies Record<string, Operation>;
}

function listTables(tables: Tables, input: ListTablesCommandInput): Bare<ListTablesCommandOutput> {
  const { ExclusiveStartTableName: start } = input;
  const names = tables.names().filter((name) => start === undefined || name > start);
  const page = names.slice(0, input.Limit ?? tablesPerPageMax);
  return { TableNames: page, LastEvaluatedTableName: page.length < names.length ? page.at(-1) : undefined };
}

function describeTable(table: Table): TableDescription {
  const { identity, schema } = table;
  const created = new Date(identity.createdMs);
  return {
    AttributeDefinitions: schema.attributes.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    TableName: identity.tableName,
    KeySchema: keyElements(schema.key),
    TableStatus: 'ACTIVE',
    CreationDateTime: created,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    TableSizeBytes: 0,
    ItemCount: table.rows.size,
    TableArn: identity.arn,
    TableId: identity.tableId,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: created },
    ...(table.indexes.size === 0
      ? {}
      : {
          GlobalSecondaryIndexes: [...table.indexes.values()].map((index) =>
            describeIndex(index, identity.arn),
          ),
        }),
    DeletionProtectionEnabled: schema.isDeletionProtected,
  };
}

function describeIndex(index: TableIndex, tableArn: string): GlobalSecondaryIndexDescription {
  const { name, key, projection } = index.schema;
  return {
    IndexName: name,
    KeySchema: keyElements(key),
    Projection: {
      ProjectionType: projection.type,
      ...(projection.type === 'INCLUDE' ? { NonKeyAttributes: [...projection.names] } : {}),
    },
    IndexStatus: 'ACTIVE',
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    IndexSizeBytes: 0,
    ItemCount: index.rows.size,
    IndexArn: `${tableArn}/index/${name}`,
  };
}

function keyElements(key: KeySchema): KeySchemaElement[] {
  const elements: KeySchemaElement[] = [{ AttributeName: key.partition.name, KeyType: 'HASH' }];
  if (key.sort !== undefined) elements.push({ AttributeName: key.sort.name, KeyType: 'RANGE' });
  return elements;
}
