import { describe, expect, it } from 'vitest';
import { nodeShells, programPath } from '../programs.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';
import { buildArchive, buildInstaller, goodInstaller } from './packages.ts';

const { server, launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(nodeShells)('the Linux installer under %s', (_name, shell) => {
  const install = installUnder(shell);

  it('installs an archive and leaves a healthy service and no work folder', async () => {
    const node = launch();
    const { code, lines } = await install(node, publish(good));
    expect(lines.at(-1)).toBe('muster: outcome 0 done: acme-agent 1.2.3 is installed and acme is healthy');
    expect(code).toBe(0);
    expect(node.read('installed').trim()).toBe('1.2.3');
    expect(node.has('var/lib/muster/work')).toBe(false);
  });

  it('finds install.sh in the only folder of an archive, and runs it there', async () => {
    const node = launch();
    const files = {
      'acme-1.2.3/install.sh': '#!/bin/sh\ncp ./agent "$NODE/installed"\n',
      'acme-1.2.3/agent': 'x',
    };
    node.addProgram('cp', 'cat "$1" >"$2"');
    expect((await install(node, publish(buildArchive(files)))).code).toBe(0);
    expect(node.read('installed')).toBe('x');
  });

  it('does nothing and downloads nothing the second time', async () => {
    const node = launch();
    const packages = publish(good);
    await install(node, packages);
    const { code, lines } = await install(node, packages);
    expect(code).toBe(0);
    expect(lines).toEqual([
      'muster: outcome 0 done: acme-agent 1.2.3 is installed and acme is healthy already',
    ]);
    expect(server.requests).toEqual(['/agent.tar.gz']);
  });

  it('installs again when another version is wanted', async () => {
    const node = launch();
    await install(node, publish(good));
    expect((await install(node, publish(good), { AgentVersion: '1.3.0' })).code).toBe(0);
    expect(node.read('installed').trim()).toBe('1.3.0');
  });

  it('starts an installed agent that is not active, and downloads nothing', async () => {
    const node = launch();
    const packages = publish(good);
    await install(node, packages);
    node.remove('active');
    const { code, lines } = await install(node, packages);
    expect(code).toBe(0);
    expect(lines.at(-1)).toContain('acme is healthy again');
    expect(server.requests).toHaveLength(1);
  });

  it('installs once more when an installed agent does not start, and that heals it', async () => {
    const node = launch();
    const packages = publish(buildInstaller(`${goodInstaller}; rm -f "$NODE/broken"`));
    await install(node, packages);
    node.remove('active');
    node.write('broken', '');
    expect((await install(node, packages)).code).toBe(0);
    expect(server.requests).toHaveLength(2);
  });

  it('refuses to call a service healthy that does not become active: 23', async () => {
    const node = launch();
    node.write('broken', '');
    const { code, lines } = await install(node, publish(good));
    expect(code).toBe(23);
    expect(lines.at(-1)).toContain(
      'acme did not become active within 6 s: it is failed (failed, result exit-code, status 1)',
    );
    expect(node.read('systemctl-calls').match(/^show/gm)).toHaveLength(7);
  });

  it('refuses to call a service healthy that has a new process at every look: 23', async () => {
    const node = launch();
    node.write('flapping', 'x');
    expect((await install(node, publish(good))).code).toBe(23);
  });

  it('keeps its state and its lock to root, also where the folder is open already', async () => {
    const open = launch();
    open.addFolder('var/lib/muster', 0o777);
    for (const node of [launch(), open]) {
      const packages = publish(buildInstaller(`umask >"$NODE/umask"; ${goodInstaller}`));
      expect((await install(node, packages)).code).toBe(0);
      expect([node.mode('var/lib/muster'), node.mode('var/lib/muster/lock')]).toEqual([0o700, 0o600]);
      // The installer makes files for everybody: it has the umask that the run began with.
      expect(Number.parseInt(node.read('umask'), 8)).toBe(process.umask());
    }
  });

  it('lets one of two runs at once install and the other find it done', async () => {
    const node = launch();
    const alone = `mkdir "$NODE/installing" || exit 9; ${programPath('sleep')} 0.3; rmdir "$NODE/installing"`;
    const packages = publish(buildInstaller(`${alone}; ${goodInstaller}`));
    const runs = await Promise.all([install(node, packages), install(node, packages)]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.map(({ lines }) => lines.length).sort()).toEqual([1, 3]);
    expect(server.requests).toHaveLength(1);
  });

  it('verifies a healthy agent, and changes nothing', async () => {
    const node = launch();
    const packages = publish(good);
    await install(node, packages);
    node.remove('systemctl-calls');
    const agent = { check: 'echo fine', configure: 'touch "$NODE/configured"' };
    const { code, lines } = await install(node, packages, { Operation: 'Verify' }, agent);
    expect([code, lines]).toEqual([
      0,
      ['muster: outcome 0 done: acme-agent 1.2.3 is installed and acme is healthy'],
    ]);
    expect(node.read('systemctl-calls')).not.toMatch(/^(start|restart|enable)/m);
    expect([node.has('configured'), server.requests.length]).toEqual([false, 1]);
  });

  it('refuses to verify what is not installed, of another version, not active, or fails its check', async () => {
    const node = launch();
    const packages = publish(good);
    const verify = (values = {}, agent = {}) =>
      install(node, packages, { Operation: 'Verify', ...values }, agent);
    expect((await verify()).code).toBe(35);
    await install(node, packages);
    expect((await verify({ AgentVersion: '>=1.3.0' })).code).toBe(28);
    expect((await verify({}, { check: 'exit 1' })).code).toBe(23);
    node.remove('active');
    expect((await verify()).code).toBe(23);
    expect(node.has('active')).toBe(false);
  });

  it('uninstalls by the script of the user, and forgets the agent', async () => {
    const node = launch();
    const packages = publish(good);
    await install(node, packages, {}, { configure: ':' });
    const agent = { uninstall: 'echo bye; rm "$NODE/installed"' };
    const { code, lines } = await install(node, packages, { Operation: 'Uninstall' }, agent);
    expect([code, lines.at(-1)]).toEqual([0, 'muster: outcome 0 done: acme-agent is removed']);
    expect([node.has('installed'), node.files('var/lib/muster')]).toEqual([false, ['key', 'lock']]);
    const again = await install(node, packages, { Operation: 'Uninstall' }, agent);
    expect([again.code, again.lines]).toEqual([0, ['muster: outcome 0 done: acme-agent is not installed']]);
  });

  it('runs the script again when a removal failed after the package was gone', async () => {
    const node = launch();
    const packages = publish(good);
    await install(node, packages, {}, { configure: ':' });
    const remove = (uninstall: string) => install(node, packages, { Operation: 'Uninstall' }, { uninstall });
    expect((await remove('rm "$NODE/installed" /var/lib/muster/acme-agent.version; exit 3')).code).toBe(36);
    const { code, lines } = await remove('touch "$NODE/cleaned"');
    expect([code, lines.at(-1)]).toEqual([0, 'muster: outcome 0 done: acme-agent is removed']);
    expect([node.has('cleaned'), node.files('var/lib/muster')]).toEqual([true, ['key', 'lock']]);
  });

  it('refuses to call an agent removed that is still there: 36', async () => {
    const node = launch();
    const packages = publish(good);
    await install(node, packages);
    const remove = (agent = {}) => install(node, packages, { Operation: 'Uninstall' }, agent);
    expect((await remove()).lines.at(-1)).toContain(
      '36 uninstall-failed: a .tar.gz cannot be removed without',
    );
    const { code, lines } = await remove({ uninstall: 'echo "needs the token"; exit 4' });
    expect([code, lines.at(-2)]).toEqual([36, 'muster:   needs the token']);
    expect((await install(node, packages, { Operation: 'Verify' })).code).toBe(0);
  });
});
