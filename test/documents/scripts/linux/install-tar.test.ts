import { describe, expect, it } from 'vitest';
import { programPath } from '../programs.ts';
import { debianShell } from './deb-node.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';
import { buildArchive, buildInstaller, goodInstaller } from './packages.ts';

const { launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(debianShell)('the Linux installer under %s', (_name, shell) => {
  const install = installUnder(shell);

  it('refuses to hide a failed installer: 24 with the end of its output', async () => {
    const noise =
      'i=0; while [ $i -lt 200 ]; do echo "line $i: a long line of noise that nobody wants to read"; i=$((i+1)); done';
    const { code, lines } = await install(
      launch(),
      publish(buildInstaller(`${noise}; echo the disk is full; exit 5`)),
    );
    expect(code).toBe(24);
    expect(lines.at(-2)).toBe('muster:   the disk is full');
    expect(lines.at(-1)).toContain('ended with 5');
  });

  it('refuses an archive without install.sh: 24', async () => {
    const { code, lines } = await install(launch(), publish(buildArchive({ readme: 'x' })));
    expect([code, lines.at(-2)]).toEqual([24, 'muster:   error: the archive has no install.sh']);
  });

  it.each([194, 168, 169, 137])(
    'does not pass on exit code %i of an installer, which the SSM agent would act on',
    async (own) => {
      const { code, lines } = await install(
        launch(),
        publish(buildInstaller(`${goodInstaller}; exit ${own}`)),
      );
      expect(code).toBe(own === 194 ? 0 : 24);
      expect(lines.some((line) => line.includes('asks for a reboot'))).toBe(own === 194);
    },
  );

  it('does not wait for a daemon that an installer leaves behind', async () => {
    const daemon = `${programPath('sleep')} 30 & echo $! >"$NODE/daemon"`;
    const node = launch();
    const { code } = await install(node, publish(buildInstaller(`${goodInstaller}; ${daemon}`)));
    expect(code).toBe(0);
    expect((await install(node, publish(good), { AgentVersion: '2' })).code).toBe(0); // nor does the daemon hold the lock
    process.kill(Number(node.read('daemon')));
  });

  it('runs where programs may not run on /var (case 24)', async () => {
    const node = launch();
    // The stand-in for noexec: nothing under /var can be made executable.
    node.addProgram(
      'chmod',
      `case "$*" in *var/lib*) exec ${programPath('chmod')} 600 "$2" ;; esac; exec ${programPath('chmod')} "$@"`,
    );
    node.addProgram(
      'tar',
      `${programPath('tar')} "$@"; case "$*" in *var/lib*) ${programPath('chmod')} -R a-x "$4" ;; esac`,
    );
    const { code } = await install(node, publish(buildInstaller(`pwd >"$NODE/folder"; ${goodInstaller}`)));
    expect([code, node.read('folder').trim()]).toEqual([0, `${node.folder}/opt/.muster-work`]);
    expect(node.has('opt/.muster-work')).toBe(false);
  });

  it('waits when it calls dpkg, and that is busy (case A2)', async () => {
    const node = launch();
    const busy = 'echo "dpkg: error: dpkg frontend lock was locked by another process with pid 7"; exit 2';
    const once = `if mkdir "$NODE/first" 2>/dev/null; then ${busy}; fi; ${goodInstaller}`;
    expect((await install(node, publish(buildInstaller(once)))).code).toBe(0);
    expect(node.read('slept')).toMatch(/^5$/m);
    const { code } = await install(launch(), publish(buildInstaller(busy)), {}, { busySeconds: 20 });
    expect(code).toBe(27);
  });

  it('does not take a node that cannot fork for a busy one: 24, and one run of the package', async () => {
    const node = launch();
    const broken = 'echo run >>"$NODE/runs"; echo "sh: fork: Resource temporarily unavailable"; exit 1';
    expect((await install(node, publish(buildInstaller(broken)))).code).toBe(24);
    expect(node.read('runs')).toBe('run\n');
  });

  it('refuses a node without tar: 29', async () => {
    const { code, lines } = await install(launch({ without: ['tar'] }), publish(good));
    expect([code, lines.at(-1)]).toEqual([29, 'muster: outcome 29 cannot-run: the node has no tar']);
  });
});
