import type {
  DescribeTableInput,
  DescribeTableOutput,
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Operation } from '../../../core/service.ts';
import type { Table } from '../dynamodb-table.ts';
import type { TableIndex } from '../index-rows.ts';
import type { KeySchema } from '../schema.ts';
import type { Tables } from '../tables.ts';

/** DescribeTable. Sizes are 0 bytes, because AWS refreshes them only about every six hours. */
export function describeTable(tables: Tables): Operation<DescribeTableInput, DescribeTableOutput> {
  return {
    authorize: (input) => [tables.authorization('DescribeTable', input.TableName)],
    run: (input) => ({ Table: renderTable(tables.described(input.TableName)) }),
  };
}

function renderTable(table: Table): TableDescription {
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
            renderIndex(index, identity.arn),
          ),
        }),
    DeletionProtectionEnabled: schema.isDeletionProtected,
  };
}

function renderIndex(index: TableIndex, tableArn: string): GlobalSecondaryIndexDescription {
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
