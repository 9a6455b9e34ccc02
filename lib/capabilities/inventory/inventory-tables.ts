/** A table over the objects that a sync writes for one type of inventory. */
export interface InventoryTable {
  /** The name in SQL: `aws_application`. */
  readonly name: string;
  /** The type, with which the keys of its objects begin: `AWS:Application`. */
  readonly type: string;
  /**
   * The columns besides those that every table has. All are strings, because the sync writes some numbers as
   * text.
   */
  readonly columns: readonly string[];
}

/** The columns of every line, whatever its type. */
export const commonColumns = ['resourceid', 'capturetime', 'schemaversion'] as const;

/** The folders below a type, in their order. They are columns too. */
export const partitionColumns = ['accountid', 'region', 'resourcetype'] as const;

/**
 * The types and their attributes (Metadata collected by inventory, in the guide; InstanceStatus by the
 * queries of AWS's own best practices). The attribute ResourceType of AWS:InstanceInformation is left out. It
 * would be a second column with the name of a partition, which Athena refuses.
 */
const attributes: Readonly<Record<string, string>> = {
  Application:
    'Name ApplicationType Publisher Version InstalledTime Architecture URL Summary PackageId Release Epoch',
  AWSComponent: 'Name ApplicationType Publisher Version InstalledTime Architecture URL',
  ComplianceItem:
    'ComplianceType ExecutionId ExecutionType ExecutionTime Id Title Status Severity DocumentName DocumentVersion ' +
    'Classification PatchBaselineId PatchSeverity PatchState PatchGroup InstalledTime',
  ComplianceSummary:
    'ComplianceType PatchGroup PatchBaselineId Status OverallSeverity ExecutionId ExecutionType ExecutionTime ' +
    'CompliantCriticalCount CompliantHighCount CompliantMediumCount CompliantLowCount CompliantInformationalCount ' +
    'CompliantUnspecifiedCount LastComplianceStateModifiedTime NonCompliantCriticalCount NonCompliantHighCount ' +
    'NonCompliantMediumCount NonCompliantLowCount NonCompliantInformationalCount NonCompliantUnspecifiedCount',
  File:
    'Name Size Description FileVersion InstalledDate ModificationTime LastAccessTime ProductName InstalledDir ' +
    'ProductLanguage CompanyName ProductVersion',
  InstanceDetailedInformation:
    'CPUModel CPUCores CPUs CPUSpeedMHz CPUSockets CPUHyperThreadEnabled OSServicePack',
  InstanceInformation:
    'AgentType AgentVersion ComputerName IamRole InstanceId InstanceStatus IpAddress PlatformName PlatformType ' +
    'PlatformVersion',
  Network: 'Name SubnetMask Gateway DHCPServer DNSServer MacAddress IPV4 IPV6',
  PatchSummary:
    'PatchGroup BaselineId SnapshotId OwnerInformation InstalledCount InstalledOtherCount NotApplicableCount ' +
    'MissingCount FailedCount OperationType OperationStartTime OperationEndTime',
  Service: 'Name DisplayName ServiceType Status DependentServices ServicesDependedOn StartType',
  Tag: 'Key Value',
  WindowsRegistry: 'KeyPath ValueName ValueType Value',
  WindowsRole:
    'Name DisplayName Path FeatureType DependsOn Description Installed InstalledState SubFeatures ' +
    'ServerComponentDescriptor Parent',
  WindowsUpdate: 'HotFixId Description InstalledTime InstalledBy',
};

/** The tables of AWS's types, and of the custom types with the attributes from the configuration. */
export function listTables(
  custom: Readonly<Record<string, readonly { readonly attributes: Readonly<Record<string, string>> }[]>>,
): InventoryTable[] {
  const ofAws = Object.entries(attributes).map(([type, names]) => table('AWS', type, names.split(' ')));
  const own = Object.entries(custom).map(([type, facts]) =>
    table(
      'Custom',
      type,
      facts.flatMap((each) => Object.keys(each.attributes)),
    ),
  );
  return [...ofAws, ...own];
}

/** SQL ignores case and does not allow a colon in a name. */
function table(source: string, type: string, names: readonly string[]): InventoryTable {
  return {
    name: `${source}_${type}`.toLowerCase(),
    type: `${source}:${type}`,
    columns: [...new Set(names.map((name) => name.toLowerCase()))],
  };
}
