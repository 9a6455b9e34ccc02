import type {
  GlobalSecondaryIndexDescription,
  KeySchemaElement,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Table } from './dynamodb-table.ts';
import type { TableIndex } from './index-rows.ts';
import type { KeySchema } from './schema.ts';
import type { Size } from './told-sizes.ts';

/** A table as DescribeTable shows it. */
export function renderTable(table: Table, nowMs: number): TableDescription {
  const { identity, schema } = table;
  const sizes = table.sizes(nowMs);
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
    TableSizeBytes: sizes.bytes,
    ItemCount: sizes.items,
    TableArn: identity.arn,
    TableId: identity.tableId,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST', LastUpdateToPayPerRequestDateTime: created },
    ...(table.indexes.size === 0
      ? {}
      : {
          GlobalSecondaryIndexes: [...table.indexes.values()].map((index) =>
            renderIndex(index, identity.arn, sizes.indexes.get(index.schema.name)),
          ),
        }),
    DeletionProtectionEnabled: schema.isDeletionProtected,
  };
}

function renderIndex(
  index: TableIndex,
  tableArn: string,
  { bytes, items }: Size = { bytes: 0, items: 0 },
): GlobalSecondaryIndexDescription {
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
    IndexSizeBytes: bytes,
    ItemCount: items,
    IndexArn: `${tableArn}/index/${name}`,
  };
}

function keyElements(key: KeySchema): KeySchemaElement[] {
  const elements: KeySchemaElement[] = [{ AttributeName: key.partition.name, KeyType: 'HASH' }];
  if (key.sort !== undefined) elements.push({ AttributeName: key.sort.name, KeyType: 'RANGE' });
  return elements;
}
