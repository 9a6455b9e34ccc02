import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeShells } from '../programs.ts';

/** ID and VERSION_ID of os-release, and how packages are installed there. */
const known: [system: string, answer: string][] = [
  ['amzn 2', 'rpm yum'],
  ['amzn 2.0', 'rpm yum'],
  ['amzn 2023', 'rpm yum'],
  ['rhel 7.9', 'rpm yum'],
  ['rhel 8.10', 'rpm yum'],
  ['rhel 9.4', 'rpm yum'],
  ['rhel 10.0', 'rpm yum'],
  ['centos 7', 'rpm yum'],
  ['centos 9', 'rpm yum'],
  ['rocky 8.9', 'rpm yum'],
  ['almalinux 9.4', 'rpm yum'],
  ['ol 7.9', 'rpm yum'],
  ['ol 8.10', 'rpm yum'],
  ['ol 9.4', 'rpm yum'],
  ['ol 10.0', 'rpm yum'],
  ['fedora 41', 'rpm yum'],
  ['sles 12.5', 'rpm zypper'],
  ['sles 15.6', 'rpm zypper'],
  ['sles_sap 15.6', 'rpm zypper'],
  ['opensuse-leap 15.6', 'rpm zypper'],
  ['opensuse-tumbleweed 20240101', 'rpm zypper'],
  ['ubuntu 16.04', 'deb dpkg'],
  ['ubuntu 24.04', 'deb dpkg'],
  ['debian 12', 'deb dpkg'],
  ['raspbian 12', 'deb dpkg'],
];

/** What the reason begins with that the others are refused with. */
const refused: [system: string, reason: string][] = [
  ['amzn 2018.03', 'Amazon Linux 1 is not supported'],
  ['amzn 2017.09', 'Amazon Linux 1 is not supported'],
  ['rhel 6.10', 'releases before 7'],
  ['centos 6', 'releases before 7'],
  ['ol 6.10', 'releases before 7'],
  ['bottlerocket 1.20', 'its system files change only as a whole'],
  ['flatcar 3815.2', 'its system files'],
  ['coreos 2512', 'its system files'],
  ['rhcos 4.16', 'its system files'],
  ['ubuntu-core 22', 'its system files'],
  ['opensuse-microos 20240101', 'its system files'],
  ['sle-micro 5.5', 'its system files'],
  ['sl-micro 6.0', 'its system files'],
  ['kali 2024.1', 'allowed are amzn, rhel,'],
  ['linuxmint 22', 'allowed are amzn, rhel,'],
  ['arch ', 'allowed are amzn, rhel,'],
];

describe.each(nodeShells)('the table of distributions under %s', (_name, { program }) => {
  const find = (system: string) => {
    const [id, release] = system.split(' ');
    const script = `${readFileSync('documents/scripts/linux/distributions.sh', 'utf8')}\nfind_distribution '${id}' '${release}'\nprintf '%s' "\${refused:-$family $tool}"`;
    return spawnSync(program, ['-uc', script], { argv0: 'sh', encoding: 'utf8' }).stdout;
  };

  it.each(known)('knows %s', (system, answer) => {
    expect(find(system)).toBe(answer);
  });

  it.each(refused)('refuses %s in words (case 50)', (system, reason) => {
    expect(find(system).slice(0, reason.length)).toBe(reason);
  });
});
