import { describe, expect, it } from 'vitest';
import { canInstallDeb, equipWithDpkg, installed, mainShells } from './deb-node.ts';
import { canInstall, startInstallerBench } from './installer-bench.ts';
import { buildDeb } from './packages.ts';
import { amazonLinux2023, equipWithFakeRpm } from './rpm-node.ts';

const { launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(mainShells)('a package file under %s', (_name, shell) => {
  const install = installUnder(shell);
  const acme = () => publish(Buffer.from('a package'), { path: '/acme.rpm' });
  const launchRpm = (files: Record<string, string>) => {
    const node = equipWithFakeRpm(launch({ osRelease: amazonLinux2023 }));
    for (const [file, text] of Object.entries(files)) node.write(file, text);
    return node;
  };

  it.each([
    [{ name: 'SentinelAgent' }, "is named 'SentinelAgent'; the configuration says 'acme-agent'"],
    [{ held: '1.2.4-1' }, "holds '1.2.4-1' of acme-agent; AgentVersion says 1.2.3"],
    [{ architecture: 'aarch64' }, 'is for aarch64; the node is x86_64'],
  ])(
    'refuses to be installed when it says %j: 28 with both, and nothing was touched (case 11)',
    async (files, sentence) => {
      const node = launchRpm(files);
      const { code, lines } = await install(node, acme());
      expect([code, lines.at(-1)]).toEqual([28, expect.stringContaining(sentence)]);
      expect(node.has('calls')).toBe(false);
    },
  );

  it('may have a release that the distribution follows (case B6)', async () => {
    const node = launchRpm({ held: '7.14.0-16703.el8' });
    expect((await install(node, acme(), { AgentVersion: '7.14.0-16703' })).code).toBe(0);
  });

  it('refuses to be no package at all: 24', async () => {
    const node = launchRpm({});
    node.addProgram('rpm', '[ "$1" = -qp ] && echo "error: not an rpm package"; exit 1');
    const { code, lines } = await install(node, acme());
    expect([code, lines.at(-1)]).toEqual([24, expect.stringContaining('no .rpm package that can be read')]);
  });

  it('has a name of its own, which the state files have not', async () => {
    const node = launchRpm({ name: 'falcon-sensor' });
    const overrides = "rpm) package_name='falcon-sensor' ;; amzn) agent='falcon' ;;";
    expect((await install(node, acme(), {}, { overrides })).code).toBe(0);
    expect(node.has('var/lib/muster/falcon.package')).toBe(true);
  });
});

describe.runIf(canInstallDeb).each(mainShells)('a real .deb under %s', (_name, shell) => {
  const install = installUnder(shell);

  it.each([
    [buildDeb('sentinelagent', '1.2.3-1'), "is named 'sentinelagent'; the configuration says 'acme-agent'"],
    [buildDeb('acme-agent', '1:1.3.0-1'), "holds '1:1.3.0-1' of acme-agent; AgentVersion says 1.2.3"],
    [buildDeb('acme-agent', '1.2.3', { architecture: 'arm64' }), 'is for arm64; the node is x86_64'],
  ])('refuses to be installed when it is another one: 28 with both (case 11)', async (body, sentence) => {
    const node = equipWithDpkg(launch());
    const { code, lines } = await install(node, publish(body, { path: '/acme.deb' }));
    expect([code, lines.at(-1)]).toEqual([28, expect.stringContaining(sentence)]);
    expect(node.read('calls')).not.toContain(' -i ');
  });

  it('goes back to an older one that is asked for exactly (case 09)', async () => {
    const node = equipWithDpkg(launch());
    const acme = (version: string) =>
      publish(buildDeb('acme-agent', version, { scripts: { postinst: installed } }), {
        path: `/${version}.deb`,
      });
    await install(node, acme('2.0.0-1'), { AgentVersion: '2.0.0' });
    expect((await install(node, acme('1.2.3-1'))).lines.join('\n')).toContain(
      'going back from 2.0.0-1 to 1.2.3-1',
    );
    expect(node.read('var/lib/dpkg/status')).toContain('Version: 1.2.3-1');
  });
});
