import type { MusterConfig } from '../../../../lib/configuration/config.ts';

/** The capability with everything on. */
export const inventoryExample = {
  schedule: 'rate(6 hours)',
  types: { awsComponents: false },
  files: [{ path: '/etc', patterns: ['*.conf'], recursive: true, foldersMax: 200 }],
  windowsRegistry: [
    { path: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Amazon\\MachineImage', valueNames: ['AMIName'] },
    { path: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme', recursive: true },
  ],
  custom: {
    RackInformation: [
      { targets: { tags: { Rack: ['A4'] } }, attributes: { Rack: 'A4', Room: 'North 2' } },
      { targets: { tags: { Rack: ['B1', 'B2'] } }, attributes: { Rack: 'B', Room: 'South 1' } },
    ],
    Owner: [{ targets: { group: 'web' }, attributes: { Team: 'shop' } }],
  },
  markers: { antivirus: { application: ['clamav*', 'ClamWin*'] }, backup: { application: 'restic' } },
  markersEveryHours: 6,
  bucket: {
    name: 'acme-inventory',
    accounts: ['1'.repeat(12), '2'.repeat(12)],
    regions: ['eu-west-1'],
    encryptionKey: true,
    scanMegabytesMax: 500,
  },
} satisfies MusterConfig['inventory'];
