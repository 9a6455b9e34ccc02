import { spawnSync } from 'node:child_process';
import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { findProgram } from '../../../documents/scripts/programs.ts';

const python = findProgram('python3') ?? 'python3';
const hasSqlite = spawnSync(python, ['-c', 'import sqlite3']).status === 0;
if (!hasSqlite) process.stderr.write('saved queries are not run: there is no python3 with sqlite3 here\n');

/** False if queries cannot be run. */
export const canQuery = hasSqlite;

const columns = z.array(z.object({ Name: z.string(), Type: z.literal('string') }));
const glueTable = z.object({
  Name: z.string(),
  PartitionKeys: columns,
  Parameters: z.record(z.string(), z.string()),
  StorageDescriptor: z.object({ Columns: columns, Location: z.string() }),
});
type GlueTable = z.output<typeof glueTable>;

/** The tables of a template. References are replaced by the ids that they refer to. */
export function glueTables(template: Template): GlueTable[] {
  const found = JSON.stringify(template.findResources('AWS::Glue::Table'));
  const resources: Record<string, { Properties: { TableInput: unknown } }> = JSON.parse(found, (_, value) => {
    if (typeof value?.Ref === 'string') return value.Ref;
    const [separator, parts] = value?.['Fn::Join'] ?? [];
    return parts === undefined ? value : parts.join(separator);
  });
  return Object.values(resources).map(({ Properties }) => glueTable.parse(Properties.TableInput));
}

/**
 * The rows that Athena would see. They come from objects whose folders are computed partitions of the table.
 * They have the values of its columns by name, in upper or lower case, and nothing for what a line lacks.
 */
export function readTable(table: GlueTable, objects: ReadonlyMap<string, string>) {
  const own = table.StorageDescriptor.Columns.map(({ Name }) => Name);
  const partitions = table.PartitionKeys.map(({ Name }) => Name);
  const [, prefix = 'no prefix'] = /^s3:\/\/[^/]+\/(.+)$/.exec(table.StorageDescriptor.Location) ?? [];
  const rows = [...objects].flatMap(([key, text]) => {
    const folders = key.slice(prefix.length).split('/').slice(0, -1);
    const values = folders.map((folder, index) => {
      const [name, value = ''] = folder.split('=');
      const computed = table.Parameters[`projection.${partitions[index]}.values`]?.split(',') ?? [];
      return name === partitions[index] && computed.includes(value) ? value : undefined;
    });
    if (!key.startsWith(prefix) || values.length !== partitions.length || values.includes(undefined))
      return [];
    return text.split('\n').map((line) => {
      const parsed = z.record(z.string(), z.string()).parse(JSON.parse(line));
      const item = Object.fromEntries(
        Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), value]),
      );
      return [...own.map((name) => item[name] ?? null), ...values];
    });
  });
  return { name: table.Name, columns: [...own, ...partitions], rows };
}

const script = `
import json, sqlite3, sys
given = json.load(sys.stdin)
db = sqlite3.connect(':memory:')
for table in given['tables']:
    names = ', '.join('"%s" TEXT' % name for name in table['columns'])
    db.execute('CREATE TABLE "%s" (%s)' % (table['name'], names))
    marks = ', '.join('?' for _ in table['columns'])
    db.executemany('INSERT INTO "%s" VALUES (%s)' % (table['name'], marks), table['rows'])
cursor = db.execute(given['sql'], given['parameters'])
json.dump([list(row) for row in cursor], sys.stdout)
`;

/** Runs a query on tables in SQLite. Its SQL equals Athena's in everything that the saved queries use. */
export function runQuery(
  tables: readonly ReturnType<typeof readTable>[],
  sql: string,
  parameters: readonly string[],
): unknown {
  const input = JSON.stringify({ tables, sql, parameters });
  const { status, stdout, stderr } = spawnSync(python, ['-c', script], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
