import type { UpdateTableInput, UpdateTableOutput } from '@aws-sdk/client-dynamodb';
import { refuseMembers } from '../../../core/refuse-members.ts';
import type { Operation } from '../../../core/service.ts';
import { validation } from '../dynamodb-errors.ts';
import { renderTable } from '../table-description.ts';
import type { Tables } from '../tables.ts';

/** The members whose change is not emulated. */
const otherMembers = [
  ...['AttributeDefinitions', 'BillingMode', 'ProvisionedThroughput', 'GlobalSecondaryIndexUpdates'],
  ...['StreamSpecification', 'SSESpecification', 'ReplicaUpdates', 'TableClass', 'MultiRegionConsistency'],
  ...['GlobalTableWitnessUpdates', 'OnDemandThroughput', 'WarmThroughput'],
  ...['GlobalTableSettingsReplicationMode', 'DisassociationProtectionEnabled', 'VectorIndexUpdates'],
] as const;

/** UpdateTable: the protection against deletion alone. The same again changes nothing. */
export function updateTable(tables: Tables): Operation<UpdateTableInput, UpdateTableOutput> {
  return {
    authorize: (input) => [tables.authorization('UpdateTable', input.TableName)],
    run(input, { nowMs }) {
      refuseMembers('UpdateTable', input, otherMembers);
      const { DeletionProtectionEnabled: isDeletionProtected } = input;
      if (isDeletionProtected === undefined)
        throw validation(
          'At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates, MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency, DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is required',
        );
      const table = tables.described(input.TableName);
      table.change({ ...table.schema, isDeletionProtected });
      return { TableDescription: renderTable(table, nowMs) };
    },
  };
}
