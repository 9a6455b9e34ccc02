/**
 * Why an entry has its status. All use this one table, so the code, sentence and remedy are the same in the
 * log, in the roster, on the command line and in `docs/errors.md`. A code is never reused for another
 * meaning.
 */
export const reasons = {
  CommandClaimed: {
    sentence: 'A command is about to be sent; the claim has a lease.',
    remedy: 'None: an expired lease is found and mended when the state change is delivered again.',
  },
  CommandSent: {
    sentence: 'The document was sent; its result has not been read yet.',
    remedy: 'None: look at the command in the Systems Manager console for its progress.',
  },
  ClaimHeld: {
    sentence: 'Another call is about to send to the instance and holds a claim.',
    remedy: 'None: the state change is delivered again after the lease.',
  },
  AlreadyCommanded: {
    sentence: 'A command was sent for this instance and may still be under way.',
    remedy: 'None: its result decides what happens next.',
  },
  AlreadyRecorded: {
    sentence: 'The roster already says all that this state change could say.',
    remedy: 'None.',
  },
  AlreadyOnboarded: {
    sentence:
      'The instance is onboarded; a restart changes nothing, and a new document version needs a roll-out.',
    remedy: 'None.',
  },
  AlreadyUnmanaged: {
    sentence: 'The instance is still not managed, for the reason in the roster.',
    remedy: 'See that reason.',
  },
  Onboarded: {
    sentence: 'The document ran on the instance and succeeded.',
    remedy: 'None.',
  },
  NotRegistered: {
    sentence: 'The instance runs, but its agent has not registered with Systems Manager.',
    remedy: 'Check the agent, the instance profile and the route to the ssm and ssmmessages endpoints.',
  },
  NextAgent: {
    sentence: 'An agent of the profile is dealt with, and the next one is to be sent.',
    remedy: 'None: the next recheck sends it.',
  },
  AgentTooOld: {
    sentence: 'The agent of Systems Manager is older than the document needs, so nothing was sent.',
    remedy:
      'Update it (aws ssm send-command --document-name AWS-UpdateSSMAgent --targets Key=InstanceIds,Values=INSTANCE_ID).',
  },
  ConnectionLost: {
    sentence: 'The instance is registered with Systems Manager, but its agent does not answer.',
    remedy: 'Check that the agent runs and still reaches the endpoints.',
  },
  NotVisible: {
    sentence: 'EC2 does not show the instance yet.',
    remedy: 'None: a launch can take a moment to be visible everywhere; Muster looks again.',
  },
  NotReady: {
    sentence: 'Systems Manager refused the instance between the look and the send.',
    remedy: 'None: Muster looks again; if it persists, check that the agent stays registered.',
  },
  Throttled: {
    sentence: 'Systems Manager throttled the call and took no command.',
    remedy:
      'None: the state change is delivered again; if it persists, other callers use up the rate of the account.',
  },
  SendDenied: {
    sentence: 'The onboard function may not send the document to the instance.',
    remedy:
      'Compare the role of the function with its template, and deploy again; the state change is delivered again.',
  },
  ExcludedByTag: {
    sentence: 'The instance carries a tag that the configuration excludes.',
    remedy: 'Remove the tag from the instance, or the exclusion from muster.config.ts.',
  },
  ServiceManaged: {
    sentence:
      'The instance belongs to an AWS service (its Operator is managed), and only that service may change it.',
    remedy: 'None: the service looks after it.',
  },
  UnsupportedPlatform: {
    sentence: 'No document supports the system that the instance runs.',
    remedy:
      'Give its profile a document for the platform in muster.config.ts, or exclude the instance by tag.',
  },
  NoProfileMatches: {
    sentence: 'No profile matches the tags of the instance.',
    remedy: 'Add a profile without tags at the end of the list in muster.config.ts.',
  },
  DocumentRefused: {
    sentence: 'Systems Manager refused the document or its parameters.',
    remedy: 'Compare the profile in muster.config.ts with the parameters of the document, and deploy again.',
  },
  NoInstanceProfile: {
    sentence: 'The instance has no instance profile, so its agent has no permission to register.',
    remedy: 'Attach the instance profile of /muster/instance-access, or turn on Default Host Management.',
  },
  ProfileWithoutRole: {
    sentence: 'The instance profile has no role, or is deleted, so its agent has no permission to register.',
    remedy: 'Attach the instance profile of /muster/instance-access, or put a role into the one it has.',
  },
  RoleLacksPermission: {
    sentence: 'The role of the instance does not allow what its agent needs.',
    remedy:
      'Attach the policy of /muster/instance-access to the role, and remove what denies Systems Manager.',
  },
  DefaultHostRoleLacksPermission: {
    sentence:
      'The instance depends on Default Host Management, whose role is missing or does not allow what agents need.',
    remedy: 'Give Default Host Management a role with AmazonSSMManagedEC2InstanceDefaultPolicy.',
  },
  MetadataOff: {
    sentence: 'The metadata service of the instance is off, so its agent gets no credentials.',
    remedy:
      'Turn the metadata service on (aws ec2 modify-instance-metadata-options --http-endpoint enabled).',
  },
  ImdsV1Allowed: {
    sentence:
      'The instance depends on Default Host Management, which needs IMDSv2, and its metadata service still allows version 1.',
    remedy:
      'Require IMDSv2 (aws ec2 modify-instance-metadata-options --http-tokens required), and an agent of 3.2.582.0 or later.',
  },
  NoRoute: {
    sentence:
      'The subnet has no way to Systems Manager: no route out, and no interface endpoints in the VPC.',
    remedy: 'Create interface endpoints of ssm and ssmmessages in the VPC, or a route to a NAT gateway.',
  },
  NoPublicAddress: {
    sentence:
      'The only way out of the subnet is an internet gateway, and the instance has no public IPv4 address.',
    remedy:
      'Create interface endpoints of ssm and ssmmessages in the VPC, route through a NAT gateway, or give the instance a public address.',
  },
  NoEndpoint: {
    sentence:
      'The VPC has endpoints of Systems Manager, but not all that an agent needs, and no other way out.',
    remedy: 'Create the interface endpoints that are missing: ssm and ssmmessages.',
  },
  PrivateDnsOff: {
    sentence:
      'The endpoint of Systems Manager in the VPC has private DNS off, and there is no other way out.',
    remedy: 'Turn on private DNS for the endpoint, or let a private hosted zone lead to it.',
  },
  DnsOff: {
    sentence: 'The VPC answers no DNS queries, so its instances do not find Systems Manager.',
    remedy:
      'Turn on enableDnsSupport of the VPC, unless its DHCP options name DNS servers that know the endpoints.',
  },
  EgressClosed: {
    sentence: 'The security groups of the instance let no HTTPS (TCP 443) out to Systems Manager.',
    remedy: 'Add an outbound rule for TCP 443 to a security group of the instance.',
  },
  EndpointClosed: {
    sentence: 'The security groups of the VPC endpoint let no HTTPS (TCP 443) in from the instance.',
    remedy: 'Add an inbound rule for TCP 443 from the instances to a security group of the endpoint.',
  },
  AgentSilent: {
    sentence: 'From outside nothing looks wrong: the agent is not installed, or does not run.',
    remedy:
      'Install and start the agent of Systems Manager on the instance, or in its image; Default Host Management needs 3.2.582.0 or later.',
  },
  DownloadFailed: {
    sentence: 'The package of the agent could not be downloaded (exit code 20).',
    remedy: 'Check the address in muster.config.ts, and the way from the instance to it.',
  },
  ChecksumWrong: {
    sentence: 'The package is not the one that the configuration names: its SHA-256 differs (exit code 21).',
    remedy: 'Compare the package at its address with the checksum in muster.config.ts.',
  },
  UnsupportedSystem: {
    sentence: 'The installer does not support the distribution or architecture (exit code 22).',
    remedy: 'Exclude the instance by tag, or extend the installer.',
  },
  AgentUnhealthy: {
    sentence: 'The agent is installed, but its service does not stay active (exit code 23).',
    remedy: 'Read the log of the service on the instance.',
  },
  InstallerFailed: {
    sentence: 'The installer of the package failed (exit code 24).',
    remedy: 'Read the output of the command in the Systems Manager console.',
  },
  NoPackage: {
    sentence:
      'The configuration has no package for the system and architecture of the instance (exit code 25).',
    remedy: 'Add the package to muster.config.ts.',
  },
  BadParameter: {
    sentence: 'A parameter of the document is malformed (exit code 26).',
    remedy: 'Compare the parameters in muster.config.ts with documents/README.md.',
  },
  InstallerBusy: {
    sentence: 'Another run of the installer, or of a package manager, held the lock (exit code 27).',
    remedy: 'None: the command is sent again; if it persists, find out what holds the lock.',
  },
  WrongVersion: {
    sentence: 'After the installation, another version than the wanted one is installed (exit code 28).',
    remedy: 'Compare AgentVersion in muster.config.ts with the version inside the package.',
  },
  CannotRun: {
    sentence: 'The instance lacks a tool or a right that the installer needs (exit code 29).',
    remedy: 'Read the output of the command in the Systems Manager console.',
  },
  Interrupted: {
    sentence: 'The installer was interrupted (exit code 30).',
    remedy: 'None: the command is sent again.',
  },
  SecretDenied: {
    sentence: 'The role of the instance may not read a secret of the agent (exit code 31).',
    remedy: 'Attach the policy of the secrets (docs/agents) to the role of the instance.',
  },
  SecretMissing: {
    sentence: 'A secret of the agent does not exist, or lacks the key that is asked for (exit code 32).',
    remedy: 'Create the secret under the name in muster.config.ts, in the region of the instance.',
  },
  SecretKeyDenied: {
    sentence: 'The role of the instance may not decrypt a secret of the agent (exit code 33).',
    remedy: 'Allow the role kms:Decrypt, in its policy and in that of the key.',
  },
  ConfigureFailed: {
    sentence: 'The configure script of the agent failed (exit code 34).',
    remedy: 'Read the output of the command in the Systems Manager console, and correct the script.',
  },
  NotInstalled: {
    sentence: 'The agent was to be verified, and is not installed (exit code 35).',
    remedy: 'Install the agent: send the document with the operation Install.',
  },
  UninstallFailed: {
    sentence: 'The agent could not be removed (exit code 36).',
    remedy: 'Read the output of the command in the Systems Manager console.',
  },
  ScriptFailed: {
    sentence: 'The document ended with an exit code that the contract of the installers does not define.',
    remedy: 'Read the output of the command in the Systems Manager console.',
  },
  StepCutOff: {
    sentence: 'The agent of Systems Manager, or the system, ended the script before it was done.',
    remedy: 'None: the command is sent again; if it persists, look for what kills processes on the instance.',
  },
  Undelivered: {
    sentence: 'The command did not reach the instance in time.',
    remedy: 'None: the command is sent again when the agent answers; if it persists, look at the agent.',
  },
  TimedOut: {
    sentence: 'The document ran on the instance for longer than allowed.',
    remedy: 'None: the command is sent again; if it persists, read the output of the command.',
  },
  CommandEnded: {
    sentence: 'The command was cancelled, stopped, or forgotten before the instance had finished it.',
    remedy: 'None: the command is sent again.',
  },
  InvocationDenied: {
    sentence: 'Systems Manager refused to run the document on the instance.',
    remedy: 'Compare the permissions of the onboard function with its template, and deploy again.',
  },
  Stopped: {
    sentence: 'The instance is stopped.',
    remedy: 'None: it is onboarded when it starts again.',
  },
  Terminated: {
    sentence: 'The instance is terminated.',
    remedy: 'None.',
  },
} as const satisfies Record<string, { sentence: string; remedy: string }>;

/** The code of a reason. */
export type ReasonCode = keyof typeof reasons;

/**
 * The codes that earlier versions of Muster wrote, and the codes that replaced them. docs/errors.md lists
 * them.
 */
export const earlierCodes: Readonly<Record<string, ReasonCode>> = { NoProfile: 'NoProfileMatches' };

/**
 * The present code for the reason of an entry. A code that no table knows comes from another version, and
 * stays.
 */
export function presentReason(code: string): string {
  return (Object.hasOwn(earlierCodes, code) ? earlierCodes[code] : undefined) ?? code;
}

/** True for a code of the table. An entry may also have a code of another version of Muster. */
export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(reasons, code);
}
