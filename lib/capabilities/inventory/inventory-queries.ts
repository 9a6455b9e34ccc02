import { CfnNamedQuery, CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Construct } from 'constructs';
import { PrivateBucket } from '../../constructs/private-bucket.ts';
import { savedQueries } from './saved-queries.ts';

/** Results are copies and can be queried again. */
const resultDays = 30;

/** What is queried, and how much of it at once. */
export interface InventoryQueriesProps {
  readonly workGroupName: string;
  readonly databaseName: string;
  /** A query that would read more is cancelled. */
  readonly scanMegabytesMax: number;
}

/**
 * A workgroup of Athena for the inventory: encrypted results, a limit on what a query reads, and the saved
 * queries. Its settings override those of the client. It costs nothing until somebody queries.
 */
export class InventoryQueries extends Construct {
  constructor(scope: Construct, id: string, props: InventoryQueriesProps) {
    super(scope, id);
    const { bucket } = new PrivateBucket(this, 'Results', { retentionDays: resultDays });
    const workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: props.workGroupName,
      description: 'Questions to the inventory of Systems Manager.',
      // Without this, a workgroup with a history of queries cannot be deleted.
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        bytesScannedCutoffPerQuery: props.scanMegabytesMax * 1024 * 1024,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${bucket.bucketName}/`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
    for (const { name, description, sql } of savedQueries) {
      new CfnNamedQuery(this, name.replaceAll(' ', ''), {
        name,
        description,
        database: props.databaseName,
        queryString: sql.trim(),
        workGroup: workGroup.ref,
      });
    }
  }
}
