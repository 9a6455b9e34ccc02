import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { readItem } from '../../lambdas/shared/clients/roster/roster-item.ts';
import { fieldsOfEveryEntry, type RosterEntry } from '../../lambdas/shared/domain/roster/roster-entry.ts';
import { rosterKeys } from '../../lambdas/shared/runtime/contract.ts';
import type { ClientSettings } from './connection.ts';
import { refuse } from './refusal.ts';

/** How many parts of the table are read side by side. A part is read page by page, a megabyte each. */
const segmentCount = 4;

/**
 * Every entry of the roster, in no order, by the page. An entry in a form that this version does not know comes as its
 * instance id. With `fields`, an entry has those alone of what it may have besides what it must: that is less to read.
 * @throws UsageError when a call fails.
 */
export async function* readRoster(
  clientSettings: ClientSettings,
  tableName: string,
  fields: readonly string[] = [],
): AsyncGenerator<readonly (RosterEntry | string)[]> {
  const { DynamoDBClient, ScanCommand } = await import('@aws-sdk/client-dynamodb');
  const client = new DynamoDBClient(clientSettings);
  const projection = fields.length === 0 ? {} : projectionOf([...fieldsOfEveryEntry, ...fields]);
  const segments = Array.from({ length: segmentCount }, (_, Segment) => Segment);
  let open: { Segment: number; after?: Record<string, AttributeValue> }[] = segments.map((Segment) => ({
    Segment,
  }));
  while (open.length > 0) {
    const pages = await Promise.all(
      open.map(({ Segment, after }) =>
        client.send(
          new ScanCommand({
            TableName: tableName,
            Segment,
            TotalSegments: segmentCount,
            ...projection,
            ExclusiveStartKey: after,
          }),
        ),
      ),
    ).catch((error: unknown) => refuse('dynamodb:Scan', error, 'read', clientSettings));
    yield pages.flatMap(({ Items = [] }) =>
      Items.filter((item) => !idOf(item).startsWith('#')).map((item) => readItem(item) ?? idOf(item)),
    );
    open = open.flatMap(({ Segment }, index) => {
      const after = pages[index]?.LastEvaluatedKey;
      return after === undefined ? [] : [{ Segment, after }];
    });
  }
}

/** Names that are words of DynamoDB (`status`, `source`) may stand in an expression by another name alone. */
function projectionOf(names: readonly string[]) {
  return {
    ProjectionExpression: names.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
  };
}

function idOf(item: Record<string, AttributeValue>): string {
  return item[rosterKeys.partitionKey]?.S ?? '?';
}
