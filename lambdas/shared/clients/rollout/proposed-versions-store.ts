import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { rosterKeys } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { unless } from '../expected-errors.ts';

/** The versions that were looked at for a proposal. `createPulseStore` reads them: the sweep asks for the pulse anyway. */
export interface ProposedVersionsStore {
  /** Notes a version (see `versionName`). False when it is noted already: another call proposes it, or has done so. */
  note(version: string): Promise<boolean>;
}

/** They are one attribute of the item of the pulse. */
export function createProposedVersionsStore(
  TableName: string,
  client = connect(DynamoDBClient),
): ProposedVersionsStore {
  const Key = { [rosterKeys.partitionKey]: { S: rosterKeys.pulse } };
  return {
    async note(version) {
      const first = new UpdateItemCommand({
        ...{ TableName, Key, UpdateExpression: 'ADD #versions :some' },
        ConditionExpression: 'attribute_not_exists(#versions) OR NOT contains(#versions, :one)',
        ExpressionAttributeNames: { '#versions': rosterKeys.proposedVersions },
        ExpressionAttributeValues: { ':some': { SS: [version] }, ':one': { S: version } },
      });
      const noted = await unless(['ConditionalCheckFailedException'], () => client.send(first));
      return noted !== undefined;
    },
  };
}
