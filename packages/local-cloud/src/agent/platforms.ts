/** The operating systems of simulated instances, as EC2 and Systems Manager report them. */

/** The operating system family, as the agent reports it in `PlatformType`. FreeBSD reports `Linux`. */
export type PlatformType = 'Linux' | 'Windows' | 'MacOS';

/** The processor architecture, as EC2 reports it. */
export type Architecture = 'x86_64' | 'arm64' | 'x86_64_mac' | 'arm64_mac';

/** One operating system release. Instances share these objects. */
export interface Platform {
  /** `PlatformType` in DescribeInstanceInformation, which a document's precondition tests. */
  readonly type: PlatformType;
  /** `PlatformName` in DescribeInstanceInformation: the NAME of /etc/os-release, or Windows' own caption. */
  readonly name: string;
  /** `PlatformVersion` in DescribeInstanceInformation. */
  readonly version: string;
  /** `PlatformDetails` in DescribeInstances: a billing name, which does not distinguish Linux distributions. */
  readonly details: string;
  /** `UsageOperation` in DescribeInstances. */
  readonly usageOperation: string;
  readonly architectures: readonly [Architecture, ...Architecture[]];
  /** False if the usual image has no agent. A person must then install it before it can register. */
  readonly isAgentPreinstalled: boolean;
}

const SERVER = ['x86_64', 'arm64'] as const;

function linux(
  name: string,
  version: string,
  options: Partial<
    Pick<Platform, 'details' | 'usageOperation' | 'isAgentPreinstalled' | 'architectures'>
  > = {},
): Platform {
  return {
    type: 'Linux',
    name,
    version,
    details: 'Linux/UNIX',
    usageOperation: 'RunInstances',
    architectures: SERVER,
    isAgentPreinstalled: false,
    ...options,
  };
}

function windows(name: string, version: string): Platform {
  return {
    type: 'Windows',
    name,
    version,
    details: 'Windows',
    usageOperation: 'RunInstances:0002',
    architectures: ['x86_64'],
    isAgentPreinstalled: true,
  };
}

const RED_HAT = { details: 'Red Hat Enterprise Linux', usageOperation: 'RunInstances:0010' };
const SUSE = { details: 'SUSE Linux', usageOperation: 'RunInstances:000g', isAgentPreinstalled: true };

/**
 * The catalogue. Names and versions are what the agent reads on such a machine; the preinstalled flags follow the
 * Systems Manager guide of 2023, which lists neither RHEL, CentOS, Rocky, Alma, Fedora, Debian nor FreeBSD.
 */
export const platforms = {
  amazonLinux2: linux('Amazon Linux', '2', { isAgentPreinstalled: true }),
  amazonLinux2023: linux('Amazon Linux', '2023', { isAgentPreinstalled: true }),
  rhel9: linux('Red Hat Enterprise Linux', '9.4', RED_HAT),
  centos7: linux('CentOS Linux', '7', { architectures: ['x86_64'] }),
  centosStream9: linux('CentOS Stream', '9'),
  rocky9: linux('Rocky Linux', '9.4'),
  alma9: linux('AlmaLinux', '9.4'),
  fedora42: linux('Fedora Linux', '42'),
  sles15: linux('SLES', '15.6', SUSE),
  ubuntu2204: linux('Ubuntu', '22.04', { isAgentPreinstalled: true }),
  ubuntu2404: linux('Ubuntu', '24.04', { isAgentPreinstalled: true }),
  debian12: linux('Debian GNU/Linux', '12'),
  freebsd14: linux('FreeBSD', '14.1-RELEASE'),
  windowsServer2019: windows('Microsoft Windows Server 2019 Datacenter', '10.0.17763'),
  windowsServer2022: windows('Microsoft Windows Server 2022 Datacenter', '10.0.20348'),
  macos14: {
    type: 'MacOS',
    name: 'macOS',
    version: '14.5',
    details: 'Linux/UNIX',
    usageOperation: 'RunInstances',
    architectures: ['arm64_mac', 'x86_64_mac'],
    isAgentPreinstalled: true,
  },
} as const satisfies Record<string, Platform>;

/** The name of a platform in the catalogue. */
export type PlatformKey = keyof typeof platforms;
