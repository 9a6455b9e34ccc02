/**
 * The ID of `/etc/os-release` by its NAME, which Systems Manager shows as `PlatformName`. The installer decides by the ID.
 * Older agents read the name from other files, such as /etc/redhat-release. A pattern matches from the beginning, without
 * upper and lower case; the first that matches wins.
 */
const ids: readonly (readonly [name: RegExp, id: string])[] = [
  [/^amazon linux/, 'amzn'],
  [/^bottlerocket/, 'bottlerocket'],
  [/^red hat enterprise linux coreos/, 'rhcos'],
  [/^fedora coreos/, 'coreos'],
  [/^red hat/, 'rhel'],
  [/^centos/, 'centos'],
  [/^rocky/, 'rocky'],
  [/^alma ?linux/, 'almalinux'],
  [/^oracle linux/, 'ol'],
  [/^fedora/, 'fedora'],
  [/^(sle|suse linux enterprise) micro|^sl-micro/, 'sle-micro'],
  [/^(sles|suse linux enterprise)/, 'sles'],
  [/^opensuse (microos|aeon|kalpa)/, 'opensuse-microos'],
  [/^opensuse leap micro/, 'opensuse-leap-micro'],
  [/^opensuse/, 'opensuse'],
  [/^ubuntu core/, 'ubuntu-core'],
  [/^ubuntu/, 'ubuntu'],
  [/^raspbian/, 'raspbian'],
  [/^debian/, 'debian'],
  [/^flatcar/, 'flatcar'],
  [/^(container linux|coreos)/, 'coreos'],
  [/^alpine/, 'alpine'],
  [/^kali/, 'kali'],
  [/^arch linux/, 'arch'],
  [/^gentoo/, 'gentoo'],
  [/^nixos/, 'nixos'],
  [/^linux mint/, 'linuxmint'],
  [/^pop!?_os/, 'pop'],
  [/^photon|^vmware photon/, 'photon'],
  [/^azure linux|^common base linux mariner/, 'mariner'],
  [/^cloudlinux/, 'cloudlinux'],
  [/^scientific linux/, 'scientific'],
  [/^euro ?linux/, 'eurolinux'],
  [/^talos/, 'talos'],
  [/^void/, 'void'],
  [/^slackware/, 'slackware'],
  [/^clear linux/, 'clear-linux-os'],
];

/** The ID of a Linux system by its name; undefined for a name that nobody has noted here. */
export function idOfName(name: string): string | undefined {
  const lower = name.trim().toLowerCase();
  return ids.find(([pattern]) => pattern.test(lower))?.[1];
}
