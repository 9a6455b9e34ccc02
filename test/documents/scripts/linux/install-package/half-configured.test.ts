import { describe, expect, it } from 'vitest';
import { canInstallDeb, debianShell, equipWithDpkg, installed } from '../deb-node.ts';
import { startInstallerBench } from '../installer-bench.ts';
import { buildDeb } from '../packages.ts';

const { launch, publish, installUnder } = await startInstallerBench();

/** Many packages start their service in their postinst, and fail when the service cannot start. */
describe.runIf(canInstallDeb).each(debianShell)(
  'a .deb that fails until it is configured, %s',
  (_name, shell) => {
    const install = installUnder(shell);
    const launchDebian = () => equipWithDpkg(launch());
    const postinst = `[ -s "$NODE/configured" ] || { echo "acme: no CID is set"; exit 1; }; ${installed}`;
    const acme = (script = postinst) =>
      publish(buildDeb('acme-agent', '1.2.3-4', { scripts: { postinst: script } }), { path: '/acme.deb' });
    const configure = 'echo cid >"$NODE/configured"';
    const isWhole = /^Status: install ok installed$/m;

    it('is configured, and then its script is run again', async () => {
      const node = launchDebian();
      const { code, lines } = await install(node, acme(), {}, { configure });
      expect([code, node.read('var/lib/dpkg/status')]).toEqual([0, expect.stringMatching(isWhole)]);
      expect(lines.join('\n')).toMatch(/is run again after configure:\n.*acme: no CID is set/);
      expect(node.has('var/lib/muster/acme-agent.installing')).toBe(false);
      expect((await install(node, acme(), {}, { configure })).lines.at(-1)).toMatch(/healthy already$/);
    });

    it('fails where nothing configures it: 24', async () => {
      const { code, lines } = await install(launchDebian(), acme());
      expect([code, lines.join('\n')]).toEqual([24, expect.stringContaining('acme: no CID is set')]);
    });

    it('fails when configure does not help, and is whole when the fault is mended: 24, then 0', async () => {
      const node = launchDebian();
      const packages = acme(`[ -e "$NODE/mended" ] || { echo "acme: no licence"; exit 1; }; ${installed}`);
      const { code, lines } = await install(node, packages, {}, { configure });
      expect([code, lines.at(-1)]).toEqual([24, expect.stringContaining('fails after configure too')]);
      expect(lines.at(-2)).not.toBe('');
      expect(lines.filter((line) => line.includes('acme: no licence'))).toHaveLength(2);
      node.write('mended', '');
      expect((await install(node, packages, {}, { configure })).code).toBe(0);
    });

    it('is told as not configured when configure fails: 34, and the next run goes on from there', async () => {
      const node = launchDebian();
      const once = `[ -e "$NODE/second" ] || { touch "$NODE/second"; exit 5; }; ${configure}`;
      expect((await install(node, acme(), {}, { configure: once })).code).toBe(34);
      expect((await install(node, acme(), {}, { configure: once })).code).toBe(0);
      expect(node.read('var/lib/dpkg/status')).toMatch(isWhole);
    });

    it('is healed after a SIGKILL to the whole group while it was configured', async () => {
      const node = launchDebian();
      const killed = `${configure}; [ -e "$NODE/second" ] || { touch "$NODE/second"; kill -9 0; }`;
      await install(node, acme(), {}, { configure: killed }).catch(() => undefined);
      expect(node.read('var/lib/dpkg/status')).not.toMatch(isWhole);
      expect((await install(node, acme(), {}, { configure: killed })).code).toBe(0);
      expect(node.read('var/lib/dpkg/status')).toMatch(isWhole);
    });
  },
);
