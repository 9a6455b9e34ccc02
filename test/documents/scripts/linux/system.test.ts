import { describe, expect, it } from 'vitest';
import { debianShell } from './deb-node.ts';
import { canInstall, good, startInstallerBench } from './installer-bench.ts';

const { server, launch, publish, installUnder } = await startInstallerBench();

describe.runIf(canInstall).each(debianShell)('a system under %s', (_name, shell) => {
  const install = installUnder(shell);

  it.each([
    [{ kernel: 'FreeBSD' }, 'the kernel is FreeBSD; allowed is Linux'],
    [{ machine: 'i686' }, 'the architecture is i686; allowed are x86_64 and arm64'],
    [{ osRelease: 'ID="amzn"\nVERSION_ID="2018.03"' }, 'Amazon Linux 1 is not supported'],
    [
      { osRelease: 'ID=kali\nVERSION_ID="2024.1"\nID_LIKE=debian' },
      "the distribution is 'kali 2024.1', like 'debian'",
    ],
    [{ osRelease: 'ID=fedora\nVERSION_ID=41\nVARIANT_ID=coreos' }, 'its system files change only as a whole'],
    [
      { osRelease: 'ID=fedora\nVERSION_ID=41\nOSTREE_VERSION=41.1' },
      'its system files change only as a whole',
    ],
    [{ osRelease: 'NAME=nothing' }, "the distribution is ' ', like ''"],
  ])('refuses to be %j, in one line, and downloads nothing: 22 (case 50)', async (options, sentence) => {
    const { code, lines } = await install(launch(options), publish(good));
    expect([code, lines]).toEqual([22, [expect.stringContaining(sentence)]]);
    expect(server.requests).toEqual([]);
  });

  it('refuses RHEL 6, which has no os-release, by what it calls itself: 22', async () => {
    const node = launch();
    node.remove('etc/os-release');
    node.write('etc/redhat-release', 'Red Hat Enterprise Linux Server release 6.10 (Santiago)');
    const { code, lines } = await install(node, publish(good));
    expect([code, lines.at(-1)]).toEqual([
      22,
      expect.stringContaining("'Red Hat Enterprise Linux Server release 6.10 (Santiago) '"),
    ]);
  });

  it.each(['ID=debian \nVERSION_ID="12"\t', "ID='debian'\r\nVERSION_ID='12'\r"])(
    'may say what it is by %j',
    async (osRelease) => {
      expect((await install(launch({ osRelease }), publish(good, { key: 'debian-12/x86_64' }))).code).toBe(0);
    },
  );

  it('may have only /usr/lib/os-release (case B5)', async () => {
    const node = launch();
    node.remove('etc/os-release');
    node.write('usr/lib/os-release', 'ID=debian\nVERSION_ID="12"');
    expect((await install(node, publish(good, { key: 'debian-12/x86_64' }))).code).toBe(0);
  });

  it.each(['kali-2024.1', 'kali', 'debian', 'deb'])(
    'may be treated as another one, and has the key %s then (case 50)',
    async (key) => {
      const node = launch({ osRelease: 'ID=kali\nVERSION_ID="2024.1"\nID_LIKE=debian' });
      const agent = { treatAs: 'linuxmint=ubuntu kali=debian' };
      expect((await install(node, publish(good, { key: `${key}/x86_64` }), {}, agent)).code).toBe(0);
    },
  );

  it('takes what the configuration says about it over what it says about all', async () => {
    const node = launch({ osRelease: 'ID="rhel"\nVERSION_ID="9.4"' });
    const overrides = "rhel-9.4) service='best' ;; rhel-9) service='better' ;; rpm) service='good' ;;";
    const { lines } = await install(node, publish(good), {}, { overrides });
    expect(lines.at(-1)).toContain('best is healthy');
  });
});
