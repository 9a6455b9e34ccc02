import { NotEmulatedError } from '../../../core/service.ts';

/**
 * Documents that AWS owns, by family, without those that are declared here. Their names are of the user guide of Systems
 * Manager (2023), of the guides of the services that own them, and of a list of 2021.
 */
const families: Readonly<Record<string, string>> = {
  AWS: `
    ApplyAnsiblePlaybooks ApplyChefRecipes ApplyDSCMofs ApplyPatchBaseline ConfigureAWSPackage ConfigureCloudWatch
    ConfigureDocker ConfigureKernelLivePatching ConfigureWindowsUpdate FindWindowsUpdates GatherSoftwareInventory
    InstallApplication InstallMissingWindowsUpdates InstallPowerShellModule InstallSpecificWindowsUpdates
    InstallWindowsUpdates JoinDirectoryServiceDomain ListWindowsInventory PatchRebootAssociation RefreshAssociation
    RunAnsiblePlaybook RunDocument RunDockerAction RunInspecChecks RunPatchBaselineAssociation
    RunPatchBaselineWithHooks RunRemoteScript RunSaltState UpdateEC2Config UpdateSSMAgent Noop PasswordReset
    StartInteractiveCommand StartNonInteractiveCommand StartPortForwardingSession StartPortForwardingSessionToRemoteHost
    StartPortForwardingSessionToSocket StartSSHSession
    AddOpsItemDedupStringToEventBridgeRule ASGEnterStandby ASGExitStandby AttachEBSVolume AttachIAMToInstance
    BulkDeleteAssociation BulkResolveOpsItems BulkResolveOpsItemsForInsight ChangeDDBRWCapacityMode
    ConfigureCloudTrailLogging ConfigureCloudWatchOnEC2Instance ConfigureS3BucketLogging ConfigureS3BucketVersioning
    CopySnapshot CreateDynamoDbBackup CreateDynamoDBBackup CreateImage CreateJiraIssue CreateManagedLinuxInstance
    CreateManagedLinuxInstanceWithApproval CreateManagedWindowsInstance CreateManagedWindowsInstanceWithApproval
    CreateRdsSnapshot CreateServiceNowIncident CreateSnapshot DeleteCloudFormationStack
    DeleteCloudFormationStackWithApproval DeleteDynamoDbBackup DeleteDynamoDbTableBackups DeleteEbsVolumeSnapshots
    DeleteEKSCluster DeleteIAMInlinePolicy DeleteImage DeleteSnapshot DetachEBSVolume DisableEventBridgeRule
    DisableIncomingSSHOnPort22 DisablePublicAccessForSecurityGroup DisableS3BucketPublicReadWrite EnableCLBAccessLogs
    EnableCLBConnectionDraining EnableCloudTrail EnableExplorer EnableS3BucketEncryption EnableS3BucketKeys
    ExportOpsDataToS3 ExportPatchReportToS3 HelloWorld HelloWorldChangeTemplate InstallAmazonECSAgent
    PatchAsgInstance PatchInstanceWithRollback PublishSNSNotification RebootRdsInstance ReleaseElasticIP ResizeInstance
    RestartEC2Instance RestartEC2InstanceWithApproval RunCfnLint RunPacker SetRequiredTags SetupInventory
    SetupManagedInstance SetupManagedRoleOnEc2Instance StartEC2Instance StartEC2InstanceWithApproval StartRdsInstance
    StartStopAuroraCluster StopEC2Instance StopEC2InstanceWithApproval StopRdsInstance TerminateEC2Instance
    TerminateEC2InstanceWithApproval UpdateAmazonECSAgent UpdateCloudFormationStack
    UpdateCloudFormationStackWithApproval UpdateEKSManagedNodegroupVersion UpdateLinuxAmi UpdateWindowsAmi`,
  AWSEC2: `
    ApplicationInsightsCloudwatchAgentInstallAndConfigure CloneInstanceAndUpgradeSQLServer CloneInstanceAndUpgradeWindows
    CloneInstanceAndUpgradeWindows2019 ConfigureSTIG CreateVssSnapshot ManageVssIO RunSysprep SQLServerDBRestore
    UpdateLaunchAgent VssInstallAndSnapshot`,
  AWSEC2Launch: 'Agent RunMigration',
  AWSFIS: `
    Run-CPU-Stress Run-Disk-Fill Run-IO-Stress Run-Kill-Process Run-Memory-Stress Run-Network-Blackhole-Port
    Run-Network-Latency Run-Network-Latency-ECS Run-Network-Latency-Sources Run-Network-Packet-Loss
    Run-Network-Packet-Loss-ECS Run-Network-Packet-Loss-Sources`,
  AWSFleetManager: `
    AddUsersToGroups CopyFileSystemItem CreateDirectory CreateGroup CreateUser CreateUserInteractive
    CreateWindowsRegistryKey DeleteFileSystemItem DeleteGroup DeleteUser DeleteWindowsRegistryKey
    DeleteWindowsRegistryValue GetFileContent GetFileSystemContent GetGroups GetPerformanceCounters GetProcessDetails
    GetUsers GetWindowsEvents GetWindowsRegistryContent MountVolume MoveFileSystemItem RemoveUsersFromGroups
    RenameFileSystemItem SetWindowsRegistryValue StartProcess TerminateProcess`,
  AWSSQLServer: 'Backup DBCC Index Restore',
  AWSSSO: 'CreateSSOUser',
  AmazonCloudWatch: 'ManageAgent MigrateCloudWatchAgent',
  AmazonECS: 'ExecuteInteractiveCommand',
  AmazonInspector: 'ManageAWSAgent',
  AmazonInspector2: 'ConfigureInspectorSsmPlugin InvokeInspectorSsmPlugin',
};

/** Packages, whose names have no family. */
const packages = ['AmazonCloudWatchAgent', 'AmazonEFSUtils', 'AWSKinesisTap', 'AWSNVMe', 'AWSPVDriver'];

/** Families of many hundred runbooks, to which AWS adds all the time: nobody can tell here which there are. */
const openFamilies = [
  'AWSConfigRemediation',
  'AWSDocs',
  'AWSIncidents',
  'AWSPremiumSupport',
  'AWSResilienceHub',
  'AWSSupport',
  'AWSSystemsManagerSAP',
];

const names: ReadonlySet<string> = new Set([
  ...packages,
  ...Object.entries(families).flatMap(([family, list]) =>
    list.split(/\s+/).flatMap((name) => (name === '' ? [] : [`${family}-${name}`])),
  ),
]);

/** @throws NotEmulatedError for the name of a document that exists on AWS, and that nobody has declared here. */
export function refuseDocumentOfAws(name: string): void {
  if (names.has(name)) throw new NotEmulatedError(`the document ${name} of AWS`);
  const family = openFamilies.find((each) => name.startsWith(`${each}-`));
  if (family !== undefined)
    throw new NotEmulatedError(`the documents of AWS that begin with ${family}- (${name})`);
}

/** Whether AWS owns a document of this name. Of a family that nobody knows in full, every name counts. */
export function isDocumentOfAws(name: string): boolean {
  return names.has(name) || openFamilies.some((family) => name.startsWith(`${family}-`));
}
