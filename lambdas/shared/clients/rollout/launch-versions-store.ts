import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { LaunchVersions } from '../../domain/rollout/launch-versions.ts';
import { rosterKeys } from '../../runtime/contract.ts';
import { connect } from '../connect.ts';
import { unless } from '../expected-errors.ts';

/** What launches get while a roll-out holds the new version back from them. The pulse has it: whoever sends reads that. */
export interface LaunchVersionsStore {
  /** From now on launches get these versions. */
  hold(launchVersions: LaunchVersions): Promise<void>;
  /** From now on launches get what was deployed last, unless another roll-out holds that back. */
  release(rolloutId: string): Promise<void>;
}

/** It is one attribute of the item of the pulse. `createPulseStore` reads it. */
export function createLaunchVersionsStore(
  TableName: string,
  client = connect(DynamoDBClient),
): LaunchVersionsStore {
  const item = { TableName, Key: marshall({ [rosterKeys.partitionKey]: rosterKeys.pulse }) };
  return {
    async hold(launchVersions) {
      await client.send(
        new UpdateItemCommand({
          ...{ ...item, UpdateExpression: 'SET #held = :held' },
          ExpressionAttributeNames: { '#held': rosterKeys.launchVersions },
          ExpressionAttributeValues: marshall({ ':held': launchVersions }),
        }),
      );
    },
    async release(rolloutId) {
      const ofThis = new UpdateItemCommand({
        ...{ ...item, UpdateExpression: 'REMOVE #held', ConditionExpression: '#held.#id = :id' },
        ExpressionAttributeNames: { '#held': rosterKeys.launchVersions, '#id': 'rolloutId' },
        ExpressionAttributeValues: marshall({ ':id': rolloutId }),
      });
      await unless(['ConditionalCheckFailedException'], () => client.send(ofThis));
    },
  };
}
