/** What starts a document of AWS, when it is none that a node runs by a command. */
export type OtherKind = 'Automation' | 'Session';

/** Sessions alone start these (user guide, Session documents). */
const sessionDocument =
  /^(AWS-Start(SSH|PortForwarding|Interactive|NonInteractive)\w*|AWS-PasswordReset|SSM-SessionManager\w*)$/;

/** Their names begin like those of runbooks, and nodes run them. */
const commandsAmongRunbooks = ['AWSSupport-RunEC2RescueForWindowsTool'];

/**
 * The runbooks of AWS by their names (Automation Runbook Reference). Those of Support and Config are runbooks all. The
 * others act on resources of AWS, not inside a node, and say so by their verbs.
 */
const runbookForms = [
  /^AWS(Support|PremiumSupport|ConfigRemediation|Docs)-/,
  /^AWS-(ASG|Attach|Bulk|Change|Copy|Create|Delete|Detach|Disable|Enable|Encrypt|Export|Modify|Publish|Quarantine)/,
  /^AWS-(Reboot|Release|Resize|Restart|Setup|Share|Start|Stop|Terminate)/,
  /^AWS-Configure(S3|CloudTrail|CloudWatchOnEC2|MaintenanceWindows)/,
  /^AWS-Update(CloudFormation|EKS|LinuxAmi|WindowsAmi)/,
  /^AWS-(PatchAsgInstance|PatchInstanceWithRollback|RunCfnLint|RunPacker|Noop|HelloWorld)$/,
  /^AWSEC2-(CloneInstance|PatchLoadBalancer|SQLServerDBRestore)/,
];

/**
 * The parameters of Command documents of AWS that have no default. State Manager and Run Command refuse a document
 * without them. A document that is not here has none that is known.
 */
const requiredParameters: Readonly<Record<string, readonly string[]>> = {
  'AWS-ApplyDSCMofs': ['MofsToApply'],
  'AWS-ConfigureAWSPackage': ['action', 'name'],
  'AWS-ConfigureDocker': ['action'],
  'AWS-ConfigureWindowsUpdate': ['updateLevel'],
  'AWS-InstallApplication': ['source'],
  'AWS-InstallWindowsUpdates': ['Action'],
  'AWS-JoinDirectoryServiceDomain': ['directoryId', 'directoryName'],
  'AWS-RunDocument': ['sourceType'],
  'AWS-RunInspecChecks': ['sourceType'],
  'AWS-RunPatchBaseline': ['Operation'],
  'AWS-RunPatchBaselineAssociation': ['Operation'],
  'AWS-RunPatchBaselineWithHooks': ['Operation'],
  'AWS-RunPowerShellScript': ['commands'],
  'AWS-RunRemoteScript': ['sourceType'],
  'AWS-RunSaltState': ['stateurl'],
  'AWS-RunShellScript': ['commands'],
};

/** Other Command documents of AWS. */
const commandForm =
  /^(AWS-(Apply|Gather|Find|List|Install|Refresh|UpdateSSMAgent|UpdateEC2Config|ConfigureKernel)|AmazonCloudWatch-|AWSFleetManager-)/;

/** What starts a document instead of a command; nothing when a node may run it, or when it is not known. */
export function otherKindOf(name: string): OtherKind | undefined {
  if (sessionDocument.test(name)) return 'Session';
  if (commandsAmongRunbooks.includes(name)) return undefined;
  return runbookForms.some((form) => form.test(name)) ? 'Automation' : undefined;
}

/** True for a document of AWS that is known to be run by nodes, and so is no runbook. */
export function isCommandOfAws(name: string): boolean {
  return (
    Object.hasOwn(requiredParameters, name) || commandForm.test(name) || commandsAmongRunbooks.includes(name)
  );
}

/** The parameters that a document of AWS must get, as far as they are known. */
export function requiredParametersOf(name: string): readonly string[] {
  return requiredParameters[name] ?? [];
}
