/** A query that is saved with the workgroup. */
export interface SavedQuery {
  readonly name: string;
  readonly description: string;
  readonly sql: string;
}

/** A sync keeps the objects of nodes that are gone. The status tells whether a node is there. */
const isThere = `coalesce(node.instancestatus, '') <> 'Terminated'`;

/** The lines of one node, in whichever account and region it is. */
const isOn = (alias: string) =>
  `${alias}.accountid = node.accountid AND ${alias}.region = node.region AND ${alias}.resourceid = node.resourceid`;

const parameter = 'The parameter is a name in single quotes, in which % stands for any text';

/**
 * The most frequent questions. A `?` is a parameter, which Athena asks for when the query runs. It is only
 * allowed in a WHERE clause.
 */
export const savedQueries: readonly SavedQuery[] = [
  {
    name: 'Instances without an agent',
    description: `Nodes whose applications do not have it. ${parameter}: 'amazon-ssm-agent%'.`,
    sql: `
SELECT node.accountid, node.region, node.resourceid, node.computername, node.platformname
FROM aws_instanceinformation AS node
WHERE ${isThere}
  AND NOT EXISTS (
    SELECT 1
    FROM aws_application AS app
    WHERE ${isOn('app')}
      AND lower(app.name) LIKE lower(?)
  )
ORDER BY node.accountid, node.region, node.resourceid`,
  },
  {
    name: 'Versions of a package',
    description: `Which versions there are, and on how many nodes. ${parameter}: 'openssl%'.`,
    sql: `
SELECT app.name, app.version, app.release, node.platformname, count(DISTINCT node.resourceid) AS nodes
FROM aws_application AS app
JOIN aws_instanceinformation AS node
  ON ${isOn('app')}
WHERE ${isThere}
  AND lower(app.name) LIKE lower(?)
GROUP BY app.name, app.version, app.release, node.platformname
ORDER BY app.name, nodes DESC, app.version`,
  },
  {
    name: 'Patch compliance',
    description:
      'Each node with its patch group, whether it complies, and when it was scanned; empty without a scan.',
    sql: `
SELECT node.accountid, node.region, node.resourceid, node.computername, patches.patchgroup, patches.status, patches.executiontime
FROM aws_instanceinformation AS node
LEFT JOIN aws_compliancesummary AS patches
  ON ${isOn('patches')}
  AND patches.compliancetype = 'Patch'
WHERE ${isThere}
ORDER BY patches.status DESC, node.accountid, node.region, node.resourceid`,
  },
  {
    name: 'Windows roles',
    description: 'The roles that are installed on each Windows node, without the features below them.',
    sql: `
SELECT node.accountid, node.region, node.resourceid, node.computername, feature.name, feature.displayname
FROM aws_windowsrole AS feature
JOIN aws_instanceinformation AS node
  ON ${isOn('feature')}
WHERE ${isThere}
  AND lower(feature.installed) = 'true'
  AND lower(feature.featuretype) = 'role'
ORDER BY node.accountid, node.region, node.resourceid, feature.name`,
  },
  {
    name: 'Instances without inventory',
    description:
      'Nodes of which no applications are known: nothing can be said of their agents and packages.',
    sql: `
SELECT node.accountid, node.region, node.resourceid, node.computername, node.platformname, node.capturetime
FROM aws_instanceinformation AS node
WHERE ${isThere}
  AND NOT EXISTS (
    SELECT 1
    FROM aws_application AS app
    WHERE ${isOn('app')}
  )
ORDER BY node.accountid, node.region, node.resourceid`,
  },
];
