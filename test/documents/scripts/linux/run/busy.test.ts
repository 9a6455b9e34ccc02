import { describe, expect, it } from 'vitest';
import { canInstallDeb, debianShell, equipWithDpkg, installed } from '../deb-node.ts';
import { startInstallerBench } from '../installer-bench.ts';
import { buildDeb } from '../packages.ts';

const { launch, publish, installUnder } = await startInstallerBench();

/** What package managers say of a lock, a package may say of a lock of its own. */
const words = [
  'error: database is locked',
  'E: Could not get lock /var/lib/acme/lock',
  "error: can't create transaction lock on /var/lib/acme",
];

describe.runIf(canInstallDeb).each(debianShell)(
  'a package that speaks of a lock of its own, %s',
  (_name, shell) => {
    const install = installUnder(shell);
    const acme = (postinst: string) =>
      publish(buildDeb('acme-agent', '1.2.3-4', { scripts: { postinst } }), { path: '/acme.deb' });

    it.each(words)('is broken, not busy, when it fails: 24 at once: %s', async (said) => {
      const node = equipWithDpkg(launch());
      const { code, lines } = await install(node, acme(`echo "${said}"; exit 1`));
      expect([code, lines.join('\n')]).toEqual([24, expect.stringContaining(said)]);
      expect(node.has('slept') ? node.read('slept') : '').not.toMatch(/^5$/m);
    });

    it('is not cut short at work, however long it takes', async () => {
      const node = equipWithDpkg(launch());
      const postinst = `echo "${words[0]}"; sleep 1; ${installed}`;
      expect((await install(node, acme(postinst), {}, { busySeconds: 2 })).code).toBe(0);
    });
  },
);
