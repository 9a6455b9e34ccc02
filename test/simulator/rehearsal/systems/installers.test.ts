import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readAssembly } from 'local-cloud';
import { describe, expect, it } from 'vitest';
import { readCaseTable } from '../../../../simulator/rehearsal/systems/case-table.ts';
import { readInstallers } from '../../../../simulator/rehearsal/systems/installers.ts';
import { assemblyFolder, assemblyFolderWith } from '../../../synthesized.ts';

const script = readFileSync('documents/scripts/linux/distributions.sh', 'utf8');

describe('the table of the Linux installer', () => {
  const ids = [
    ...[
      'amzn',
      'rhel',
      'centos',
      'rocky',
      'almalinux',
      'ol',
      'fedora',
      'sles',
      'sles_sap',
      'opensuse',
      'opensuse-leap',
    ],
    ...[
      'ubuntu',
      'debian',
      'raspbian',
      'bottlerocket',
      'flatcar',
      'coreos',
      'rhcos',
      'ubuntu-core',
      'opensuse-microos',
    ],
    ...['sle-micro', 'alpine', 'kali', 'arch', 'gentoo', '', 'x*y', 'UBUNTU'],
  ];
  const releases = [
    '',
    '2',
    '2.0',
    '2018.03',
    '2023',
    '6',
    '6.10',
    '7',
    '7.9',
    '10.0',
    '12.04',
    '22.04',
    'rolling',
  ];
  const words = ids.flatMap((id) => releases.map((release) => [id, release] as const));

  it('is read as sh reads it', () => {
    const lines = words.map(
      ([id, release]) => `find_distribution '${id}' '${release}'; echo "\${refused:+refused}"`,
    );
    const answers = execFileSync('sh', ['-c', `${script}\n${lines.join('\n')}`], { encoding: 'utf8' });
    const table = readCaseTable(script, 'find_distribution');
    const ours = words.map(([id, release]) => {
      const body = table(`${id}-${release}`);
      return body === undefined || body.includes('refused=') ? 'refused' : '';
    });
    expect(ours).toEqual(
      answers.trimEnd().split('\n').concat(Array(words.length).fill('')).slice(0, words.length),
    );
    expect(ours).toContain('refused');
    expect(ours).toContain('');
  });

  it('refuses a script without a table, and a branch in another form', () => {
    expect(() => readCaseTable('find_distribution() {\n:\n}', 'find_distribution')).toThrow('no table');
    expect(() => readCaseTable('f() {\ncase $1 in\na\n;;\nesac\n}', 'f')).toThrow('has a branch a');
  });
});

describe('the installers of an assembly', () => {
  const { answerOn, documents } = readInstallers(readAssembly(assemblyFolder()));

  it('are those of the documents that install', () => {
    expect([...documents].sort()).toEqual(['Muster-InstallAgentLinux', 'Muster-InstallAgentWindows']);
  });

  it.each([
    ['Linux', 'Amazon Linux', '2023', 'goes-on'],
    ['Linux', 'Amazon Linux AMI', '2018.03', 'refuses'],
    ['Linux', 'Red Hat Enterprise Linux Server', '7.9', 'goes-on'],
    ['Linux', 'Red Hat Enterprise Linux', '6.10', 'refuses'],
    ['Linux', 'CentOS Linux', '7', 'goes-on'],
    ['Linux', 'CentOS Stream', '9', 'goes-on'],
    ['Linux', 'Rocky Linux', '9.4', 'goes-on'],
    ['Linux', 'AlmaLinux', '9.4', 'goes-on'],
    ['Linux', 'Oracle Linux Server', '8.9', 'goes-on'],
    ['Linux', 'Fedora Linux', '42', 'goes-on'],
    ['Linux', 'SLES', '15.6', 'goes-on'],
    ['Linux', 'SUSE Linux Enterprise Server', '12', 'goes-on'],
    ['Linux', 'SLE Micro', '5.5', 'refuses'],
    ['Linux', 'openSUSE Leap', '15.6', 'goes-on'],
    ['Linux', 'openSUSE MicroOS', '20240101', 'refuses'],
    ['Linux', 'Ubuntu', '24.04', 'goes-on'],
    ['Linux', 'Ubuntu Core', '22', 'refuses'],
    ['Linux', 'Debian GNU/Linux', '12', 'goes-on'],
    ['Linux', 'Raspbian GNU/Linux', '12', 'goes-on'],
    ['Linux', 'Bottlerocket OS', '1.20.0', 'refuses'],
    ['Linux', 'Flatcar Container Linux by Kinvolk', '3815.2', 'refuses'],
    ['Linux', 'Red Hat Enterprise Linux CoreOS', '416', 'refuses'],
    ['Linux', 'Alpine Linux', '3.19', 'refuses'],
    ['Linux', 'Kali GNU/Linux', '2024.1', 'refuses'],
    ['Linux', 'FreeBSD', '14.0', 'refuses'],
    ['Linux', 'Plan 9', '4', 'not-known'],
    ['Linux', '', '', 'not-known'],
    ['Windows', 'Microsoft Windows Server 2008 R2 Standard', '6.1.7601', 'refuses'],
    ['Windows', 'Microsoft Windows Server 2012 R2 Standard', '6.3.9600', 'refuses'],
    ['Windows', 'Microsoft Windows Server 2016 Datacenter', '10.0.14393', 'goes-on'],
    ['Windows', 'Microsoft Windows Server 2025 Datacenter', '10.0.26100', 'goes-on'],
    ['Windows', 'Microsoft Windows 10 Pro', '10.0.19045', 'refuses'],
    ['Windows', 'Windows', '', 'not-known'],
    ['Windows', 'Microsoft Windows Server', '', 'not-known'],
    ['MacOS', 'macOS', '14.5', 'goes-on'],
  ] as const)('on %s %s %s: %s', (type, name, version, answer) => {
    expect(answerOn({ type, name, version })).toBe(answer);
  });

  it('follow treatAs of the configuration', () => {
    const settings = {
      treatAs: { kali: 'debian' },
      agents: {
        falcon: {
          linux: {
            packageName: 'falcon-sensor',
            version: '1.0',
            service: 'falcon-sensor',
            packages: { 'deb/x86_64': `https://packages.example.com/a.deb#${'0'.repeat(64)}` },
          },
        },
      },
    };
    const treated = readInstallers(readAssembly(assemblyFolderWith(settings)));
    expect(treated.answerOn({ type: 'Linux', name: 'Kali GNU/Linux', version: '2024.1' })).toBe('goes-on');
    expect(treated.answerOn({ type: 'Linux', name: 'Alpine Linux', version: '3.19' })).toBe('refuses');
  });

  it('refuse nothing where there is no installer', () => {
    const none = readInstallers([{ template: { Resources: {} } }]);
    expect(none.answerOn({ type: 'Linux', name: 'Alpine Linux', version: '3.19' })).toBe('goes-on');
    expect(none.documents.size).toBe(0);
  });
});
