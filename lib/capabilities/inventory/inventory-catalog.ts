import { Stack } from 'aws-cdk-lib';
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import { commonColumns, type InventoryTable, partitionColumns } from './inventory-tables.ts';

/** What the bucket holds, and who sends to it. */
export interface InventoryCatalogProps {
  readonly databaseName: string;
  readonly bucketName: string;
  readonly tables: readonly InventoryTable[];
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/**
 * The tables of the inventory in the Glue catalog. Their partitions follow from the accounts and regions that
 * send here. So there is no crawler to pay for, and a new node is found at once.
 */
export class InventoryCatalog extends Construct {
  constructor(scope: Construct, id: string, props: InventoryCatalogProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const database = new CfnDatabase(this, 'Database', {
      catalogId: account,
      databaseInput: { name: props.databaseName, description: 'Inventory of Systems Manager.' },
    });
    for (const table of props.tables) {
      const glueTable = new CfnTable(this, table.name, {
        catalogId: account,
        databaseName: props.databaseName,
        tableInput: tableInput(table, props),
      });
      glueTable.addResourceDependency(database);
    }
  }
}

/**
 * One line of JSON for each item, in
 * `TYPE/accountid=.../region=.../resourcetype=ManagedInstanceInventory/NODE.json`. The folders name their
 * columns, so the location of a partition needs no template of its own.
 */
function tableInput(table: InventoryTable, props: InventoryCatalogProps): CfnTable.TableInputProperty {
  return {
    name: table.name,
    description: `${table.type}, as the resource data sync writes it.`,
    tableType: 'EXTERNAL_TABLE',
    parameters: {
      EXTERNAL: 'TRUE',
      classification: 'json',
      'projection.enabled': 'true',
      ...projectionOf('accountid', props.accounts),
      ...projectionOf('region', props.regions),
      ...projectionOf('resourcetype', ['ManagedInstanceInventory']),
    },
    partitionKeys: partitionColumns.map(stringColumn),
    storageDescriptor: {
      columns: [...new Set([...commonColumns, ...table.columns])].map(stringColumn),
      location: `s3://${props.bucketName}/${table.type}/`,
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serdeInfo: { serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
    },
  };
}

function projectionOf(column: (typeof partitionColumns)[number], values: readonly string[]) {
  return { [`projection.${column}.type`]: 'enum', [`projection.${column}.values`]: values.join(',') };
}

const stringColumn = (name: string) => ({ name, type: 'string' });
