/** Limits that AWS sets. Each names its source. We cannot raise them. */
export const limits = {
  /** `SendCommand` takes at most 50 instance ids (botocore, SendCommandRequest.InstanceIds). */
  instancesPerCommandMax: 50,
  /** `DescribeInstanceInformation` answers at most 50 a page (botocore, MaxResults 5..50; the default is 10). */
  managedInstancesPerPageMax: 50,
  /** A filter of `DescribeInstanceInformation` takes at most 100 values (botocore, InstanceInformationFilterValueSet). */
  managedInstancesPerFilterMax: 100,
  /** `GetInventory` answers at most 50 nodes a page (botocore, MaxResults). */
  inventoryPerPageMax: 50,
  /** `GetResources` takes at most 100 ARNs, and answers at most 100 resources a page (Tagging API reference). */
  resourcesPerTagQueryMax: 100,
  /** A filter of EC2 takes at most 200 values (EC2 API reference, Filter). */
  valuesPerFilterMax: 200,
  /** `DescribeInstances` and `DescribeInstanceStatus` answer at most 1,000 a page (EC2 API reference). */
  instancesPerPageMax: 1000,
  /** EC2 answers at most 1,000 VPC endpoints, security groups, subnets or network ACLs a page (EC2 API reference). */
  networkPageMax: 1000,
  /** `DescribeRouteTables` answers at most 100 a page (EC2 API reference). */
  routeTablesPerPageMax: 100,
  /** `BatchExecuteStatement` takes at most 25 statements, each with its own answer. */
  statementsPerBatchMax: 25,
  /** `BatchGetItem` takes at most 100 keys. */
  keysPerBatchGetMax: 100,
  /** `DescribeAlarms` takes at most 100 names (botocore, AlarmNames). */
  alarmNamesMax: 100,
  /** `ListCommands` answers at most 50 a page. */
  commandsPerPageMax: 50,
  /** `DescribeInstancePatchStates` takes at most 50 instance ids (botocore, PatchStates request). */
  instancesPerPatchQueryMax: 50,
  /** `DescribeInstancePatchStates` answers at most 100 a page. */
  patchStatesPerPageMax: 100,
} as const;
