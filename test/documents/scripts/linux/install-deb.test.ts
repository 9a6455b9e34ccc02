import { describe, expect, it } from 'vitest';
import { canInstallDeb, debianShell, equipWithDpkg, installed } from './deb-node.ts';
import { startInstallerBench } from './installer-bench.ts';
import type { PretendNode } from './node.ts';
import { buildDeb, type DebOptions } from './packages.ts';

const { launch, publish, installUnder } = await startInstallerBench();

/** Something that a command does to a node before the installer runs, as somebody else would. */
const prepare = async (node: PretendNode, shell: (typeof debianShell)[number][1], script: string) => {
  await node.run({ script: `(${script}) >/dev/null 2>&1\necho 'muster: outcome 0 done: x'\n` }, shell);
  node.remove('calls');
};

const stranger = (options: DebOptions = {}) => buildDeb('stranger', '1', { architecture: 'all', ...options });

describe.runIf(canInstallDeb).each(debianShell)('a real .deb under %s', (_name, shell) => {
  const install = installUnder(shell);
  const launchDebian = () => equipWithDpkg(launch());
  const acme = (options: DebOptions = {}, version = '1.2.3-4') =>
    publish(buildDeb('acme-agent', version, { scripts: { postinst: installed }, ...options }), {
      path: `/acme-${version}.deb`,
    });
  /** Installs a package of somebody else, in the state that its own fault leaves it in. */
  const addStranger = async (node: PretendNode, options: DebOptions) => {
    node.writeBytes('stranger.deb', stranger(options));
    await prepare(node, shell, 'dpkg -i "$NODE/stranger.deb"');
  };

  it('is installed by dpkg alone, and found there the second time', async () => {
    const node = launchDebian();
    const packages = acme({}, '1:1.2.3-4');
    expect((await install(node, packages)).code).toBe(0);
    expect(node.has('root/opt/acme-agent/agent')).toBe(true);
    expect(node.read('calls')).not.toContain('apt-get');
    const { code, lines } = await install(node, packages);
    expect([code, lines]).toEqual([0, [expect.stringContaining('healthy already')]]);
  });

  it('is installed after dpkg was interrupted: the next run heals that (case 03)', async () => {
    const node = launchDebian();
    node.writeBytes('stranger.deb', stranger());
    await prepare(node, shell, 'dpkg --unpack "$NODE/stranger.deb"');
    node.write(
      'var/lib/dpkg/updates/0001',
      'Package: stranger\nStatus: install ok half-configured\nVersion: 1\nArchitecture: all\nMaintainer: n <n@example.com>\nDescription: test\n',
    );
    const { code, lines } = await install(node, acme());
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('running dpkg --configure -a');
    expect(node.read('var/lib/dpkg/status')).toMatch(/Package: stranger\nStatus: install ok installed/);
  });

  it('is installed beside a package that is half-configured (case 04)', async () => {
    const node = launchDebian();
    await addStranger(node, { scripts: { postinst: 'exit 1' } });
    expect(node.read('var/lib/dpkg/status')).toContain('half-configured');
    const { code } = await install(node, acme());
    expect(code).toBe(0);
    expect(node.has('active')).toBe(true);
  });

  it('needs no repository when nothing is missing, whatever else is broken (cases 05, A5, 68)', async () => {
    const node = launchDebian();
    await addStranger(node, { depends: 'nowhere' });
    const { code } = await install(node, acme({ depends: 'stranger | other' }));
    expect([code, node.read('calls').includes('apt-get')]).toEqual([24, true]);
    const other = launchDebian();
    await addStranger(other, {});
    expect((await install(other, acme({ depends: 'libx | stranger (>= 1)' }))).code).toBe(0);
    expect(other.read('calls')).not.toContain('apt-get');
  });

  it('has its missing dependencies fetched, and the lists first when there are none (case 06)', async () => {
    const node = launchDebian();
    node.writeBytes('stranger.deb', stranger());
    node.addProgram(
      'apt-get',
      `echo "apt-get $*" | sed "s#$NODE#NODE#" >>"$NODE/calls"
case $1 in
  update) mkdir -p "$NODE/var/lib/apt/lists"; touch "$NODE/var/lib/apt/lists/x_Packages" ;;
  install)
    [ -e "$NODE/var/lib/apt/lists/x_Packages" ] || { echo "E: Package 'stranger' is not installable"; exit 100; }
    for file; do :; done; dpkg -i "$NODE/stranger.deb" "$file" ;;
esac`,
    );
    const { code, lines } = await install(node, acme({ depends: 'stranger, libc6 | stranger' }));
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain(
      'asking the repositories for what the package needs: stranger libc6|stranger',
    );
    expect(node.read('calls').match(/^apt-get \w+/gm)).toEqual(['apt-get update', 'apt-get install']);
  });

  it('refuses when a dependency is nowhere, and says which: 24', async () => {
    const { code, lines } = await install(launchDebian(), acme({ depends: 'nowhere' }));
    expect(code).toBe(24);
    expect(lines.join('\n')).toMatch(/needs: nowhere[\s\S]*E: no repository can be reached/);
  });

  it('is installed where apt is so old that it takes no file (case A4)', async () => {
    const node = launchDebian();
    node.writeBytes('stranger.deb', stranger());
    node.addProgram(
      'apt-get',
      `case "$*" in
  *allow-downgrades*) echo "E: Command line option --allow-downgrades is not understood"; exit 100 ;;
  -f*) dpkg -i "$NODE/stranger.deb" && dpkg --configure acme-agent ;;
esac`,
    );
    expect((await install(node, acme({ depends: 'stranger' }))).code).toBe(0);
  });

  it('waits while dpkg is at work elsewhere, and then is installed', async () => {
    const node = launchDebian();
    const busy = 'dpkg: error: dpkg frontend lock was locked by another process with pid 7';
    node.addProgram(
      'dpkg',
      `if mkdir "$NODE/first" 2>/dev/null; then echo "${busy}"; exit 2; fi
${node.read('bin/dpkg')}`,
    );
    const { code, lines } = await install(node, acme());
    expect([code, lines.at(-1)]).toEqual([0, expect.stringContaining('is healthy')]);
    expect(node.read('slept')).toMatch(/^5$/m);
  });

  it('refuses to wait for dpkg for ever: 27 (case 20)', async () => {
    const node = launchDebian();
    node.addProgram(
      'dpkg',
      'echo "dpkg: error: dpkg frontend lock was locked by another process with pid 7"; exit 2',
    );
    const { code, lines } = await install(node, acme(), {}, { busySeconds: 20 });
    expect([code, lines.at(-1)]).toEqual([
      27,
      expect.stringContaining('locked by another process with pid 7'),
    ]);
    expect(node.read('slept').match(/^5$/gm)).toHaveLength(4);
  });

  it('refuses a package on hold, and names the hold: 24 (case 10)', async () => {
    const node = launchDebian();
    await install(node, acme({}, '1.0.0'), { AgentVersion: '1.0.0' });
    await prepare(node, shell, 'echo "acme-agent hold" | dpkg --set-selections');
    const { code, lines } = await install(node, acme());
    expect([code, lines.at(-1)]).toEqual([
      24,
      expect.stringContaining('acme-agent is on hold (apt-mark hold)'),
    ]);
    expect(node.read('var/lib/dpkg/status')).toContain('Version: 1.0.0');
  });

  it('is there while a trigger of it is pending', async () => {
    const node = launchDebian();
    const packages = acme();
    await install(node, packages);
    const status = node.read('var/lib/dpkg/status').trimEnd();
    const pending = 'install ok triggers-pending\nTriggers-Pending: ldconfig';
    node.write('var/lib/dpkg/status', `${status.replace('install ok installed', pending)}\n`);
    expect((await install(node, packages, { Operation: 'Verify' })).code).toBe(0);
  });

  it('names a dependency on hold, not what is no longer required', async () => {
    const node = launchDebian();
    node.addProgram(
      'apt-get',
      `echo 'The following packages were automatically installed and are no longer required:'
echo '  linux-headers-1'
echo 'The following held packages will be changed:'
echo '  libx'
echo 'E: Held packages were changed and -y was used without --allow-change-held-packages.'; exit 100`,
    );
    const { code, lines } = await install(node, acme({ depends: 'libx' }));
    expect([code, lines.join('\n')]).toEqual([
      24,
      expect.stringContaining('  libx\nmuster:   E: Held packages'),
    ]);
  });

  it('replaces a version with a higher number, but a lower epoch', async () => {
    const node = launchDebian();
    await install(node, acme({}, '2:1.2.0-1'), { AgentVersion: 'latest' });
    await install(node, acme({}, '3:1.1.0-1'), { AgentVersion: 'latest' });
    expect(node.read('var/lib/dpkg/status')).toContain('Version: 3:1.1.0-1');
  });

  it('shows the error of its own script, not the progress of dpkg (case 78)', async () => {
    const { code, lines } = await install(
      launchDebian(),
      acme({ scripts: { preinst: 'echo; echo "the kernel 4.4 has no module for acme"; echo; exit 7' } }),
    );
    expect(code).toBe(24);
    expect(lines.slice(2).join('\n')).toContain('muster:   the kernel 4.4 has no module for acme');
  });

  it('is healed after a SIGKILL to the whole group while its script ran (case 84)', async () => {
    const node = launchDebian();
    const packages = acme({
      scripts: { postinst: `[ -e "$NODE/second" ] || { touch "$NODE/second"; kill -9 0; }; ${installed}` },
    });
    await install(node, packages).catch(() => undefined);
    expect([node.has('second'), node.has('installed')]).toEqual([true, false]);
    expect((await install(node, packages)).code).toBe(0);
  });

  it('asks nobody anything', async () => {
    const node = launchDebian();
    const postinst = `echo "$DEBIAN_FRONTEND $NEEDRESTART_SUSPEND" >"$NODE/installed"; [ ! -t 0 ]`;
    expect((await install(node, acme({ scripts: { postinst } }))).code).toBe(0);
    expect(node.read('installed').trim()).toBe('noninteractive 1');
  });

  it('takes a package that is removed but not purged for absent', async () => {
    const node = launchDebian();
    const packages = acme({ scripts: { postinst: installed, postrm: ':' } });
    await install(node, packages);
    await prepare(node, shell, 'dpkg -r acme-agent');
    expect((await install(node, packages)).lines.at(-1)).toMatch(/is installed and acme is healthy$/);
    expect(node.read('calls')).toContain(' -i ');
  });

  it('tells a full disk as a full disk: 29', async () => {
    const node = launchDebian();
    node.addProgram(
      'df',
      'echo "Filesystem 1024-blocks Used Available Capacity Mounted on"; echo "/dev/a 9 9 0 100% /opt"',
    );
    node.addProgram(
      'dpkg',
      'echo "dpkg: error processing archive x: failed to write: No space left on device"; exit 1',
    );
    const { code, lines } = await install(node, acme());
    expect([code, lines.at(-1)]).toEqual([29, expect.stringContaining('no space on the disk')]);
    expect(lines.at(-1)).toContain('/opt (0 KB free)');
  });
});
