import { beforeAll, describe, expect, it } from 'vitest';
import { account, synthesizeStack } from '../../synthesize.ts';
import { canQuery, glueTables, readTable, runQuery } from './run-query.ts';
import { sampleBucket } from './sample-bucket.ts';

const other = '1'.repeat(12);
const custom = {
  RackInformation: [{ targets: { all: true as const }, attributes: { Rack: 'A4', Room: 'x' } }],
};
const inventory = { bucket: { accounts: [other], regions: ['eu-west-1'] }, custom };

let tables: ReturnType<typeof readTable>[];
let queries: Map<string, { readonly sql: string; readonly description: string }>;
beforeAll(() => {
  // Bound to a place, as when deployed: then the computed partitions are known.
  const template = synthesizeStack('MusterInventory', { inventory }, 'eu-central-1');
  tables = glueTables(template).map((table) => readTable(table, sampleBucket));
  const found = Object.values(template.findResources('AWS::Athena::NamedQuery'));
  queries = new Map(
    found.map(({ Properties: { Name, QueryString, Description } }) => [
      Name,
      { sql: QueryString, description: Description },
    ]),
  );
});

const rowsOf = (name: string) => tables.find((table) => table.name === name)?.rows;
const ask = (name: string, ...parameters: string[]) =>
  runQuery(tables, queries.get(name)?.sql ?? `no query ${name}`, parameters);

describe('the tables', () => {
  it('see the objects of the accounts and regions that send here, and no others', () => {
    const nodes = rowsOf('aws_instanceinformation')?.map(([node]) => node);
    expect(nodes).toEqual(['i-with', 'i-without', 'i-gone', 'i-silent', 'i-windows']);
  });

  it('have a column for every attribute of a line', () => {
    const table = tables.find(({ name }) => name === 'aws_application');
    const [first] = table?.rows ?? [];
    const values = Object.fromEntries(table?.columns.map((column, index) => [column, first?.[index]]) ?? []);
    expect(values).toMatchObject({
      name: 'Acme-Agent',
      version: '2.0',
      release: '1.el9',
      resourceid: 'i-with',
      capturetime: '2030-01-01T00:00:00Z',
      accountid: account,
      region: 'eu-central-1',
      resourcetype: 'ManagedInstanceInventory',
    });
  });

  it('have the custom types with their attributes', () => {
    const table = tables.find(({ name }) => name === 'custom_rackinformation');
    expect(table?.columns.slice(3, 5)).toEqual(['rack', 'room']);
    expect(table?.rows[0]?.slice(3, 5)).toEqual(['A4', 'North 2']);
  });

  it('have no duplicate column, which Athena refuses', () => {
    const twice = tables.filter(({ columns }) => new Set(columns).size < columns.length);
    expect(twice.map(({ name }) => name)).toEqual([]);
  });
});

/** This proves that the SQL is valid in SQLite, on the deployed columns, and that its answers are right. */
describe.skipIf(!canQuery)('the saved query', () => {
  it('for instances without an agent finds those that lack it or report nothing, not those that are gone', () => {
    expect(ask('Instances without an agent', 'acme-agent%')).toEqual([
      [account, 'eu-central-1', 'i-silent', 'i-silent.internal', 'Ubuntu'],
      [account, 'eu-central-1', 'i-without', 'i-without.internal', 'Amazon Linux'],
    ]);
    expect(ask('Instances without an agent', '%')).toHaveLength(1); // the one of which nothing is known
  });

  it('for the versions of a package counts the nodes of each', () => {
    expect(ask('Versions of a package', 'OpenSSL%')).toEqual([
      ['openssl', '3.0.7', '1.el9', 'Amazon Linux', 2],
      ['openssl-libs', '3.0.7', '1.el9', 'Amazon Linux', 1],
    ]);
  });

  it('for Windows roles finds the installed ones, without the features below them', () => {
    expect(ask('Windows roles')).toEqual([
      [other, 'eu-west-1', 'i-windows', 'i-windows.internal', 'Web-Server', 'Web-Server (shown)'],
    ]);
  });

  it('for patch compliance tells each node that is there, and those that nobody scanned', () => {
    const scannedAt = '2030-01-01T00:00:00Z';
    expect(ask('Patch compliance')).toEqual([
      [other, 'eu-west-1', 'i-windows', 'i-windows.internal', 'shop', 'NON_COMPLIANT', scannedAt],
      [account, 'eu-central-1', 'i-with', 'i-with.internal', 'web', 'COMPLIANT', scannedAt],
      [account, 'eu-central-1', 'i-silent', 'i-silent.internal', null, null, null],
      [account, 'eu-central-1', 'i-without', 'i-without.internal', null, null, null],
    ]);
  });

  it('for instances without inventory finds those whose applications are unknown', () => {
    expect(ask('Instances without inventory')).toEqual([
      [account, 'eu-central-1', 'i-silent', 'i-silent.internal', 'Ubuntu', '2030-01-01T00:00:00Z'],
    ]);
  });
});

describe('the saved queries', () => {
  it('are those that people ask, each with a description of its parameter', () => {
    expect([...queries.keys()].sort()).toEqual([
      'Instances without an agent',
      'Instances without inventory',
      'Patch compliance',
      'Versions of a package',
      'Windows roles',
    ]);
    for (const { sql, description } of queries.values()) {
      expect(description.includes('The parameter is'), description).toBe(sql.includes('?'));
    }
  });

  it('have their parameters in a WHERE clause, the only place that Athena allows', () => {
    for (const { sql } of queries.values()) {
      const before = sql.split('?').slice(0, -1);
      for (const text of before)
        expect(text.slice(text.lastIndexOf('WHERE'))).not.toMatch(/GROUP|HAVING|ORDER|SELECT/);
    }
  });
});
