import type { OperatingSystem } from '@aws-sdk/client-ssm';

/**
 * The default patch baselines of AWS, by operating system. Source: the user guide of Systems Manager. Their ARNs have an
 * account of AWS; the one here stands for it.
 */
export const baselinesOfAws: ReadonlyMap<OperatingSystem, string> = new Map<OperatingSystem, string>([
  ['ALMA_LINUX', 'AWS-AlmaLinuxDefaultPatchBaseline'],
  ['AMAZON_LINUX', 'AWS-AmazonLinuxDefaultPatchBaseline'],
  ['AMAZON_LINUX_2', 'AWS-AmazonLinux2DefaultPatchBaseline'],
  ['AMAZON_LINUX_2022', 'AWS-AmazonLinux2022DefaultPatchBaseline'],
  ['AMAZON_LINUX_2023', 'AWS-AmazonLinux2023DefaultPatchBaseline'],
  ['CENTOS', 'AWS-CentOSDefaultPatchBaseline'],
  ['DEBIAN', 'AWS-DebianDefaultPatchBaseline'],
  ['MACOS', 'AWS-MacOSDefaultPatchBaseline'],
  ['ORACLE_LINUX', 'AWS-OracleLinuxDefaultPatchBaseline'],
  ['RASPBIAN', 'AWS-RaspbianDefaultPatchBaseline'],
  ['REDHAT_ENTERPRISE_LINUX', 'AWS-RedHatDefaultPatchBaseline'],
  ['ROCKY_LINUX', 'AWS-RockyLinuxDefaultPatchBaseline'],
  ['SUSE', 'AWS-SuseDefaultPatchBaseline'],
  ['UBUNTU', 'AWS-UbuntuDefaultPatchBaseline'],
  ['WINDOWS', 'AWS-DefaultPatchBaseline'],
]);
export const accountOfAws = '1'.repeat(12);
