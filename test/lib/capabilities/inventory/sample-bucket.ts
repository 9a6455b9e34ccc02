/** One line of an object that a resource data sync writes. */
export type Item = Readonly<Record<string, string>>;

const elsewhere = { account: '9'.repeat(12), region: 'sa-east-1' };
const home = { account: '0'.repeat(12), region: 'eu-central-1' };
const branch = { account: '1'.repeat(12), region: 'eu-west-1' };
type Place = typeof home;

/**
 * The key and the lines of an object, as a sync writes them. Every line has the node, the time and the
 * version.
 */
function write(
  place: Place,
  type: string,
  node: string,
  items: readonly Item[],
): [key: string, text: string] {
  const folder = `accountid=${place.account}/region=${place.region}/resourcetype=ManagedInstanceInventory`;
  const line = { resourceId: node, captureTime: '2030-01-01T00:00:00Z', schemaVersion: '1.0' };
  return [
    `${type}/${folder}/${node}.json`,
    items.map((item) => JSON.stringify({ ...item, ...line })).join('\n'),
  ];
}

const information = (place: Place, node: string, platform: string, InstanceStatus: string) =>
  write(place, 'AWS:InstanceInformation', node, [
    {
      AgentType: 'amazon-ssm-agent',
      ComputerName: `${node}.internal`,
      InstanceId: node,
      InstanceStatus,
      PlatformName: platform,
      ResourceType: 'EC2Instance',
    },
  ]);
const applications = (place: Place, node: string, ...versions: [name: string, version: string][]) =>
  write(
    place,
    'AWS:Application',
    node,
    versions.map(([Name, Version]) => ({ Name, Version, Release: '1.el9', Publisher: 'Acme' })),
  );
const compliance = (ComplianceType: string, PatchGroup: string, Status: string) => ({
  ...{ ComplianceType, PatchGroup, Status, ExecutionTime: '2030-01-01T00:00:00Z' },
});
const role = (Name: string, FeatureType: string, Installed: string) => ({
  Name,
  DisplayName: `${Name} (shown)`,
  FeatureType,
  Installed,
});

/**
 * The content of a bucket after syncs of two accounts: nodes with the agent, without it, with nothing known
 * about them, and gone; and an object of a foreign account. The form of keys and lines is that of the guide
 * and of public tools that read such buckets.
 */
export const sampleBucket = new Map<string, string>([
  [`AWS:InstanceInformation/accountid=${home.account}/test.json`, 'a sync writes this when it is made'],
  information(home, 'i-with', 'Amazon Linux', 'Active'),
  applications(home, 'i-with', ['Acme-Agent', '2.0'], ['openssl', '3.0.7'], ['openssl-libs', '3.0.7']),
  information(home, 'i-without', 'Amazon Linux', 'Active'),
  applications(home, 'i-without', ['openssl', '3.0.7']),
  information(home, 'i-gone', 'Amazon Linux', 'Terminated'),
  applications(home, 'i-gone', ['openssl', '1.0.2']),
  information(home, 'i-silent', 'Ubuntu', 'Stopped'),
  information(branch, 'i-windows', 'Microsoft Windows Server 2022 Datacenter', 'Active'),
  applications(branch, 'i-windows', ['acme-agent', '1.9']),
  write(branch, 'AWS:WindowsRole', 'i-windows', [
    role('Web-Server', 'Role', 'True'),
    role('Web-Http-Errors', 'Role Service', 'True'),
    role('DNS', 'Role', 'False'),
  ]),
  write(home, 'AWS:ComplianceSummary', 'i-with', [
    compliance('Association', '', 'NON_COMPLIANT'),
    compliance('Patch', 'web', 'COMPLIANT'),
  ]),
  write(home, 'AWS:ComplianceSummary', 'i-gone', [compliance('Patch', 'web', 'NON_COMPLIANT')]),
  write(branch, 'AWS:ComplianceSummary', 'i-windows', [compliance('Patch', 'shop', 'NON_COMPLIANT')]),
  information(elsewhere, 'i-stranger', 'Amazon Linux', 'Active'),
  write(home, 'Custom:RackInformation', 'i-with', [{ Rack: 'A4', Room: 'North 2' }]),
]);
