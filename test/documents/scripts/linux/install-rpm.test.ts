import { describe, expect, it } from 'vitest';
import { canInstall, startInstallerBench } from './installer-bench.ts';
import type { PretendNode } from './node.ts';
import {
  amazonLinux2023,
  buildRpm,
  canInstallRpm,
  equipWithFakeRpm,
  equipWithRpm,
  fakeRepositories,
  redHatShell,
  suse,
} from './rpm-node.ts';

const { launch, publish, installUnder } = await startInstallerBench();

const missing =
  'echo "error: Failed dependencies:"; echo "	libx.so.1 is needed by acme-agent-1.2.3-1"; exit 1';

describe.runIf(canInstall).each(redHatShell)('an .rpm under %s', (_name, shell) => {
  const install = installUnder(shell);
  const acme = () => publish(Buffer.from('a package'), { path: '/acme.rpm' });
  function launchRpm(programs: Record<string, string> = {}, osRelease = amazonLinux2023): PretendNode {
    const node = equipWithFakeRpm(launch({ osRelease }));
    for (const [name, script] of Object.entries(programs)) node.addProgram(name, script);
    return node;
  }

  it('is installed by rpm alone, on a node without tar (cases 76, 68, 63)', async () => {
    const node = equipWithFakeRpm(launch({ osRelease: amazonLinux2023, without: ['tar'] }));
    expect((await install(node, acme())).code).toBe(0);
    expect(node.read('calls')).toBe(
      'rpm -U --oldpackage --replacepkgs --nosignature NODE/var/lib/muster/work/package.rpm\n',
    );
  });

  it('is left alone when the database has the version, whatever its release', async () => {
    const node = launchRpm();
    node.write('version', '1.2.3-1.el9');
    node.write('installed', '');
    node.write('active', '');
    expect((await install(node, acme())).lines).toEqual([expect.stringContaining('healthy already')]);
    expect(node.has('calls')).toBe(false);
  });

  it('is left alone beside a package of the same name for another architecture', async () => {
    const node = launchRpm();
    node.write('version', '1.2.3-1.el9\ni686 1.0.0-1.el9');
    node.addProgram('rpm', node.read('bin/rpm').replace('sed "s/^/', 'sed "1s/^/'));
    node.write('installed', '');
    node.write('active', '');
    expect((await install(node, acme())).lines).toEqual([expect.stringContaining('healthy already')]);
  });

  it('is installed again when the service does not start, and that heals it', async () => {
    const node = launchRpm();
    node.write('version', '1.2.3-1');
    node.write('broken', '');
    node.write('rpm-says', 'rm "$NODE/broken"; touch "$NODE/installed"');
    expect((await install(node, acme())).code).toBe(0);
  });

  it('has what is missing fetched by dnf, and its own signature is not asked for (case 63)', async () => {
    const node = launchRpm({ dnf: fakeRepositories });
    node.write('rpm-says', missing);
    expect((await install(node, acme())).code).toBe(0);
    expect(node.read('calls').trim().split('\n').at(-1)).toBe(
      'dnf -y --setopt=*.skip_if_unavailable=1 --setopt=localpkg_gpgcheck=0 --setopt=timeout=20 install NODE/var/lib/muster/work/package.rpm',
    );
  });

  it('is downgraded by yum, which does not install an older version', async () => {
    const node = launchRpm({ yum: `[ "$5" = install ] && exit 1; ${fakeRepositories}` });
    node.write('rpm-says', missing);
    node.write('version', '2.0.0-1');
    const { code, lines } = await install(node, acme());
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('going back from 2.0.0-1 to 1.2.3-1.el9, as AgentVersion asks for');
    expect(node.read('calls')).toContain(' downgrade ');
  });

  it.each([
    [0, 0],
    [102, 0],
    [106, 0],
    [104, 24],
  ])('on SUSE, takes exit code %i of zypper as %i', async (own, expected) => {
    const node = launchRpm({ zypper: `${own === 104 ? 'exit 104' : fakeRepositories}; exit ${own}` }, suse);
    node.write('rpm-says', missing);
    const { code, lines } = await install(node, acme());
    expect(code).toBe(expected);
    expect(lines.some((line) => line.includes('asks for a reboot'))).toBe(own === 102);
  });

  it('is installed by an older zypper from the file alone', async () => {
    const old = `case $* in *allow-unsigned-rpm*) echo "Unknown option '--allow-unsigned-rpm'"; exit 2 ;; esac; ${fakeRepositories}`;
    const node = launchRpm({ zypper: old }, suse);
    node.write('rpm-says', missing);
    expect((await install(node, acme())).code).toBe(0);
    expect(node.read('calls')).toMatch(/^zypper .*--no-refresh --no-remote --no-gpg-checks install /m);
  });

  it('waits while another rpm holds the lock, and then is installed (case 64)', async () => {
    const node = launchRpm();
    node.write(
      'rpm-says',
      `if [ "$(cat "$NODE/tries" 2>/dev/null | wc -l)" -lt 8 ]; then echo x >>"$NODE/tries"
  echo "error: can't create transaction lock on /var/lib/rpm/.rpm.lock (Resource temporarily unavailable)"; exit 1; fi
cat "$NODE/held" >"$NODE/version"; touch "$NODE/installed"`,
    );
    expect((await install(node, acme())).code).toBe(0);
    expect(node.read('slept').match(/^5$/gm)).toHaveLength(8);
  });

  it.each([
    ['rpm', 'warning: waiting for transaction lock on /var/lib/rpm/.rpm.lock'],
    ['dnf', 'Waiting for process with pid 7 to finish.'],
    ['rpm', 'error: cannot get exclusive lock on /var/lib/rpm/Packages'],
    ['rpm', 'error: sqlite failure: BEGIN EXCLUSIVE: database is locked'],
    ['dnf', 'Failed to obtain rpm transaction lock. Another transaction is in progress.'],
    ['yum', 'Another app is currently holding the yum lock; waiting for it to exit...'],
  ])('refuses to let %s wait for ever: 27 (case 75)', async (name, words) => {
    const node = launchRpm(name === 'rpm' ? {} : { [name]: `echo "${words}"; exec sleep-well` });
    node.addProgram('sleep-well', `exec tail --pid=${process.pid} -f /dev/null`); // ends with the tests
    node.write('rpm-says', name === 'rpm' ? `echo "${words}"; exec sleep-well` : missing);
    const { code, lines } = await install(node, acme(), {}, { busySeconds: 20 });
    expect([code, lines.at(-1)]).toEqual([27, expect.stringContaining(words.slice(0, 20))]);
  });

  it('takes the lock of zypper for a lock: 27 (case 75)', async () => {
    const busy = 'echo "System management is locked by the application with pid 7 (zypper)."; exit 7';
    const node = launchRpm({ zypper: busy }, suse);
    node.write('rpm-says', missing);
    expect((await install(node, acme(), {}, { busySeconds: 20 })).code).toBe(27);
  });

  it.each([
    ['etc/dnf.conf', 'dnf/dnf.conf', '[main]\nexclude=kernel* acme-*'],
    ['etc/yum.conf', 'yum.conf', '[main]\nexcludepkgs = acme-agent'],
    ['the lock of a version', 'dnf/plugins/versionlock.list', '# locks\nacme-agent-0:1.0.0-1.el9.*'],
    ['a lock of zypper', 'zypp/locks', 'type: package\nsolvable_name: acme-agent'],
  ])('refuses a package that %s keeps as it is, and names it: 24 (case 65)', async (_what, file, text) => {
    const node = launchRpm();
    node.write(`etc/${file}`, text);
    const { code, lines } = await install(node, acme());
    expect([code, lines.at(-1)]).toEqual([
      24,
      expect.stringContaining(`excluded or locked in ${node.folder}/etc/${file}`),
    ]);
  });

  it('is installed where others are kept as they are', async () => {
    const node = launchRpm();
    node.write('etc/dnf/dnf.conf', '[main]\nexclude=kernel* acme\n');
    node.write('etc/dnf/plugins/versionlock.list', 'acme-agent-tools-0:1.0.0-1.el9.*');
    expect((await install(node, acme())).code).toBe(0);
  });

  it('rebuilds a database that a killed run broke, and no other', async () => {
    const node = launchRpm();
    const rpm = node.read('bin/rpm');
    node.addProgram(
      'rpm',
      `if [ "$1" = --rebuilddb ]; then touch "$NODE/rebuilt"; exit; fi
if [ ! -e "$NODE/rebuilt" ] && [ "$1" != -qp ]; then echo "error: rpmdb: BDB0113 Thread/process 7 failed: BDB1507 Thread died"; echo "error: db5 error(-30973) from dbenv->failchk: BDB0087 DB_RUNRECOVERY: Fatal error, run database recovery"; exit 1; fi
${rpm}`,
    );
    const { code, lines } = await install(node, acme());
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('the rpm database is broken: running rpm --rebuilddb');
  });

  it('needs a signature where the configuration asks for one: 24 (case 63)', async () => {
    const node = launchRpm();
    node.write('rpm-says', 'echo "NODE/package.rpm: digests OK"');
    const { code, lines } = await install(node, acme(), {}, { gpgCheck: 'yes' });
    expect([code, lines.at(-1)]).toEqual([24, expect.stringContaining('no signature that the node trusts')]);
  });
});

describe.runIf(canInstallRpm).each(redHatShell)('a real .rpm under %s', (_name, shell) => {
  const install = installUnder(shell);
  const post = '%post\ntouch "$NODE/installed"\n';
  const acme = (tags = '', scripts = post, version = '1.2.3-1') =>
    publish(buildRpm('acme-agent', version, tags, scripts), { path: '/acme.rpm' });
  const launchRpm = () => equipWithRpm(launch({ osRelease: amazonLinux2023 }));

  it('is installed, found the second time, and removed', async () => {
    const node = launchRpm();
    expect((await install(node, acme())).code).toBe(0);
    expect((await install(node, acme())).lines).toEqual([expect.stringContaining('healthy already')]);
    const { code, lines } = await install(node, acme(), { Operation: 'Uninstall' });
    expect([code, lines.at(-1)]).toEqual([0, 'muster: outcome 0 done: acme-agent is removed']);
    expect((await install(node, acme(), { Operation: 'Verify' })).code).toBe(35);
  });

  it('shows the own error line of a %pre that fails (case 78)', async () => {
    const scripts = `%pre\necho "the kernel has no module for acme"\nexit 1\n${post}`;
    const { code, lines } = await install(launchRpm(), acme('', scripts));
    expect(code).toBe(24);
    expect(lines.join('\n')).toContain('muster:   the kernel has no module for acme');
  });

  it('says that its %post failed, which rpm takes for a success', async () => {
    const scripts = `${post}echo "no licence"\nexit 3\n`;
    const { code, lines } = await install(launchRpm(), acme('', scripts));
    expect(code).toBe(0);
    expect(lines.join('\n')).toMatch(/warning: %post\(acme-agent.* scriptlet failed, exit status 3/);
  });

  it('replaces a version with a higher number, but a lower epoch', async () => {
    const node = launchRpm();
    await install(node, acme('Epoch: 1', post, '2.0.0-1'), { AgentVersion: 'latest' });
    await install(node, acme('Epoch: 2', post, '1.0.0-1'), { AgentVersion: 'latest' });
    const { code, lines } = await install(node, acme('Epoch: 2', post, '1.0.0-1'), {
      Operation: 'Verify',
      AgentVersion: '1.0.0',
    });
    expect([code, lines.at(-1)]).toEqual([0, expect.stringContaining('2:1.0.0-1')]);
  });

  it('asks the repositories for what is missing, and says what that is', async () => {
    const { code, lines } = await install(launchRpm(), acme('Requires: nowhere'));
    expect(code).toBe(24);
    expect(lines.join('\n')).toContain('nowhere is needed by acme-agent-1.2.3-1');
  });

  it('is replaced by an older one when exactly that is asked for, which is said (case 09)', async () => {
    const node = launchRpm();
    await install(node, acme('', post, '2.0.0-1'), { AgentVersion: '2.0.0' });
    const { code, lines } = await install(node, acme());
    expect(code).toBe(0);
    expect(lines.join('\n')).toContain('going back from 2.0.0-1 to 1.2.3-1');
  });

  it('is healed after a SIGKILL to the whole group while its script ran (case 84)', async () => {
    const node = launchRpm();
    const scripts =
      '%post\n[ -e "$NODE/second" ] || { touch "$NODE/second"; kill -9 0; }\ntouch "$NODE/installed"\n';
    await install(node, acme('', scripts)).catch(() => undefined);
    expect([node.has('second'), node.has('installed')]).toEqual([true, false]);
    expect((await install(node, acme('', scripts))).code).toBe(0);
  });
});
